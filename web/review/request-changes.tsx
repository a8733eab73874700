// Says what has to change: all drafts of comments and what is written here go to the agent as one message, and the task goes on.
import { MessageSquareReply } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useOnce } from '../data/once.ts';
import { sayError } from '../data/run-action.ts';
import { countWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import type { Comments } from './comments.ts';

const listening: readonly TaskJson['state'][] = ['running', 'waiting', 'paused', 'ready', 'failed'];

export function RequestChanges({ task, comments }: { task: TaskJson; comments: Comments }) {
  const [text, setText] = useKeptText(`message.${task.id}`);
  const [isBusy, setBusy] = useState(false);
  const once = useOnce();
  if (!listening.includes(task.state)) return null;
  const count = comments.drafts.length;
  const isEmpty = count === 0 && text.trim() === '';
  const send = async (): Promise<void> => {
    if (isEmpty || isBusy) return;
    setBusy(true);
    try {
      const body = text.trim() === '' ? {} : { message: text };
      await once([body, comments.drafts.map(({ id }) => id)], (headers) =>
        call(endpoints.requestChanges, { params: { task: task.id }, body, headers }),
      );
      setText('');
      toast.success(
        `#${task.number}: the agent goes on with ${count === 0 ? 'it' : countWords(count, 'comment')}`,
      );
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
      board.refresh([task.id]);
      comments.reload();
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <div className="bg-surface border-line-strong focus-within:border-accent shadow-card flex items-end gap-2 rounded-2xl border p-1.5 pl-3.5">
      <textarea
        id="composer"
        aria-label="What should change"
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        placeholder={
          count === 0
            ? 'Say what should change, or comment on lines above'
            : 'Something about the work as a whole (optional)'
        }
        className="placeholder:text-faint field-sizing-content max-h-40 min-h-8 flex-1 resize-none bg-transparent py-1.5 leading-snug outline-none"
      />
      <Button disabled={isEmpty || isBusy} onClick={() => void send()}>
        <MessageSquareReply className="size-4" aria-hidden /> Request changes
        {count > 0 && (
          <span className="bg-accent-fill text-on-accent grid h-5 min-w-5 place-items-center rounded-full px-1 text-xs tabular-nums">
            <span className="sr-only">with </span>
            {count}
            <span className="sr-only"> comments</span>
          </span>
        )}
      </Button>
    </div>
  );
}
