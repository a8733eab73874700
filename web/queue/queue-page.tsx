// What runs, what waits in which order, and for each that waits the reason.
import { Link } from '@tanstack/react-router';
import { ListOrdered } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { QueueJson } from '../../src/api/queue-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { TaskMenu } from '../board/task-menu.tsx';
import { board } from '../data/board-store.ts';
import { useKey, useVersion } from '../data/keyed-store.ts';
import { useQueue } from '../data/queries.ts';
import { countWords, stepWords } from '../data/words.ts';
import { Elapsed } from '../ui/elapsed.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { Trouble } from '../ui/trouble.tsx';

export function QueuePage() {
  const queue = useQueue(useSettledVersion());
  if (queue.data === undefined)
    return queue.error === null ? null : <Trouble error={queue.error} onRetry={() => void queue.refetch()} />;
  const { running, waiting, total } = queue.data;
  return (
    <>
      <PageHeader title="Queue">
        <Slots queue={queue.data} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl px-4 py-4">
          {queue.data.pressure !== null && (
            <p role="status" className="bg-warn-soft text-warn mb-4 rounded-lg px-3 py-2 text-sm">
              No more agents are started: {queue.data.pressure}.
            </p>
          )}
          {running.length + waiting.length === 0 && (
            <Empty icon={<ListOrdered className="size-5" />} title="Nothing waits, and nothing runs" />
          )}
          <Group title="At work" count={running.length} tasks={running} />
          <Group
            title="Waiting, in the order in which they start"
            count={total}
            tasks={waiting}
            next={queue.data.next}
          />
        </div>
      </div>
    </>
  );
}

function Slots({ queue }: { queue: QueueJson }) {
  const { busy, limit } = queue.agents;
  return (
    <span className="text-muted flex items-center gap-2 text-sm">
      <span aria-hidden className="flex gap-0.5">
        {Array.from({ length: Math.min(limit, 20) }, (_, index) => (
          <span
            key={index}
            className={`h-3 w-1.5 rounded-full ${index < busy ? 'bg-live' : 'bg-line-strong'}`}
          />
        ))}
      </span>
      {busy} of {countWords(limit, 'agent')} busy
    </span>
  );
}

function Group({
  title,
  count,
  tasks,
  next,
}: {
  title: string;
  count: number;
  tasks: readonly TaskJson[];
  next?: string | null;
}) {
  if (tasks.length === 0) return null;
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="text-muted mb-2 px-1 text-sm font-medium">
        {title} <span className="text-faint text-xs tabular-nums">{count}</span>
      </h2>
      <ol className="bg-surface border-line shadow-card divide-line divide-y rounded-xl border">
        {tasks.map((task, index) => (
          <Row
            key={task.id}
            task={task}
            place={next === undefined ? null : index + 1}
            isNext={task.id === next}
          />
        ))}
      </ol>
    </section>
  );
}

function Row({ task, place, isNext }: { task: TaskJson; place: number | null; isNext: boolean }) {
  const card = useKey(board.cards, task.id);
  const why =
    task.state === 'queued'
      ? (task.hold?.text ?? (isNext ? 'starts next' : 'may start'))
      : stepWords({ state: task.state, step: task.step });
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <span className="text-faint w-5 pt-px text-right text-sm tabular-nums">{place}</span>
      <span className="pt-0.5">
        <StateIcon state={task.state} />
      </span>
      <div className="min-w-0 flex-1">
        <Link
          to="/tasks/$task"
          params={{ task: task.id }}
          className="untrusted block truncate font-medium hover:underline"
        >
          <span className="text-faint font-normal tabular-nums">#{task.number}</span> {task.title}
        </Link>
        <p className="untrusted text-muted text-sm">{why}</p>
      </div>
      <span className="text-faint pt-0.5 text-xs">
        <Elapsed since={task.state_since} isAgo={task.state === 'queued'} />
      </span>
      {card !== undefined && <TaskMenu card={card} />}
    </li>
  );
}

/** Rises when the board changed, at most twice a second: the order is read again, not after every word of an agent. */
function useSettledVersion(): number {
  const version = useVersion(board.cards);
  const [settled, setSettled] = useState(version);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(version), 500);
    return () => clearTimeout(timer);
  }, [version]);
  return settled;
}
