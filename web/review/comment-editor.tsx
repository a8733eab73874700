// Writes a comment on lines of a file. What is half written is kept, also while its lines are scrolled out of sight.
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useKeptText } from '../data/kept-text.ts';
import type { LineChoice } from '../diff/lines.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';

export function CommentEditor({
  task,
  choice,
  onAdd,
  onClose,
}: {
  task: string;
  choice: LineChoice;
  onAdd: (text: string) => Promise<boolean>;
  onClose: () => void;
}) {
  const [text, setText] = useKeptText(`tasklane.comment.${task}.${keyOf(choice)}`);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const label = useId();
  // Without scrolling: the viewer has put it in sight already.
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const add = async (): Promise<void> => {
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    const isKept = await onAdd(text);
    setBusy(false);
    if (!isKept) return;
    setText('');
    onClose();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void add();
    }
  };
  return (
    <div className="bg-surface border-accent my-1.5 rounded-xl border p-2 font-sans">
      <label htmlFor={label} className="text-faint px-1 text-xs font-medium">
        Comment on {linesWords(choice)}
      </label>
      <textarea
        id={label}
        ref={field}
        rows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        placeholder="What should be different?"
        className="placeholder:text-faint field-sizing-content max-h-60 min-h-12 w-full resize-none bg-transparent px-1 py-1 text-sm leading-snug outline-none"
      />
      <div className="flex items-center justify-end gap-2">
        <span className="text-faint hidden flex-1 px-1 text-xs sm:block">
          <Kbd>Ctrl ↵</Kbd> adds it. The agent gets all of them together.
        </span>
        <Button size="small" tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="small"
          tone="primary"
          disabled={text.trim() === '' || isBusy}
          onClick={() => void add()}
        >
          Add comment
        </Button>
      </div>
    </div>
  );
}

export function keyOf({ path, side, start, end }: LineChoice): string {
  return `${path} ${side} ${start} ${end}`;
}

function linesWords({ side, start, end }: LineChoice): string {
  const lines = start === end ? `line ${start}` : `lines ${start}–${end}`;
  return side === 'old' ? `${lines} as it was before` : lines;
}
