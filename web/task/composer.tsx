// Words for the agent: now if it waits, queued while it works, and a reason to go on when it is done or has failed. What is half
// written stays with its task.
import { ArrowUp, Zap } from 'lucide-react';
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import type { CardState } from '../data/columns.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useOnce } from '../data/once.ts';
import { sayError } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';

const hints: Readonly<Partial<Record<CardState, string>>> = {
  starting: 'Write to the agent; it reads it when its turn ends',
  running: 'Write to the agent; it reads it when its turn ends',
  waiting: 'Answer the agent',
  paused: 'Resume it with a message',
  ready: 'Ask for a change; it goes on in its copy',
  failed: 'Say what to do differently; it goes on in its copy',
};

const listening: readonly CardState[] = ['starting', 'running', 'waiting', 'paused', 'ready', 'failed'];

export function Composer({
  task,
  isCompact = false,
}: {
  task: { readonly id: string; readonly state: CardState; readonly number: number };
  isCompact?: boolean;
}) {
  const [text, setText] = useKeptText(`message.${task.id}`);
  const [isBusy, setBusy] = useState(false);
  const once = useOnce();
  const label = useId();
  if (!listening.includes(task.state)) return null;
  const isWorking = task.state === 'running';
  const send = async ({ interrupts = false } = {}): Promise<void> => {
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    try {
      const body = { message: text, ...(interrupts && { interrupt: true }) };
      await once([task.id, body], (headers) =>
        call(endpoints.sendToTask, { params: { task: task.id }, body, headers }),
      );
      setText('');
      board.refresh([task.id]);
      if (isCompact) toast.success(`#${task.number}: answered`);
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send({ interrupts: isWorking && (event.metaKey || event.ctrlKey) });
  };
  return (
    <div className="bg-surface border-line-strong focus-within:border-accent shadow-card flex items-end gap-2 rounded-2xl border p-1.5 pl-3.5">
      <label htmlFor={label} className="sr-only">
        Message to the agent
      </label>
      <textarea
        id={isCompact ? label : 'composer'}
        aria-label="Message to the agent"
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        placeholder={hints[task.state]}
        className="placeholder:text-faint field-sizing-content max-h-60 min-h-8 flex-1 resize-none bg-transparent py-1.5 leading-snug outline-none"
      />
      {isWorking && text.trim() !== '' && (
        <Button
          size="icon"
          className="!rounded-xl"
          aria-label="Interrupt the agent with it"
          title="Interrupt: its turn ends, and it hears this now (Ctrl ↵)"
          disabled={isBusy}
          onClick={() => void send({ interrupts: true })}
        >
          <Zap className="size-4" />
        </Button>
      )}
      <Button
        tone="primary"
        size="icon"
        className="!rounded-xl"
        aria-label="Send"
        disabled={text.trim() === '' || isBusy}
        onClick={() => void send()}
      >
        <ArrowUp className="size-4" />
      </Button>
    </div>
  );
}
