// One task: its thread, its review, and everything that can be done with it.
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { AppError } from '../../src/api/errors.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { useTask } from '../data/queries.ts';
import { isTyping } from '../palette/is-typing.ts';
import { Thread } from '../thread/thread.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Composer } from './composer.tsx';
import { Details } from './details.tsx';
import { FailurePanel } from '../failure/failure-panel.tsx';
import { Inquiries } from '../inquiries/inquiries.tsx';
import { TaskHeader } from './task-header.tsx';
import { TaskTabs } from './task-tabs.tsx';
import { taskViews } from './views.ts';

const Review = lazy(async () => ({ default: (await import('../review/review.tsx')).Review }));
const Preview = lazy(async () => ({ default: (await import('../review/preview.tsx')).Preview }));
const Conflicts = lazy(async () => ({ default: (await import('../review/conflicts.tsx')).Conflicts }));
const Variants = lazy(async () => ({ default: (await import('../variants/variants.tsx')).Variants }));

export function TaskPage() {
  const { task: ref } = useParams({ from: '/tasks/$task' });
  const card = useKey(board.cards, ref);
  const task = useTask(ref, card?.version);
  if (board.gone.has(ref)) return <Trouble error={new AppError('not_found', 'This task was deleted.')} />;
  if (task.error !== null) return <Trouble error={task.error} onRetry={() => void task.refetch()} />;
  if (task.data === undefined) return <div className="flex-1" aria-busy />;
  // By a name or a number it is found too; what is live of it is known by its id.
  if (task.data.id !== ref)
    return <Navigate to="/tasks/$task" params={{ task: task.data.id }} search={(now) => now} replace />;
  return <Loaded task={withLive(task.data, card)} />;
}

/** The card is newer than the task while that is read again. */
function withLive(task: TaskJson, card: CardJson | undefined): TaskJson {
  if (card === undefined || card.version <= task.version) return task;
  const { state, state_since, hold, version, title } = card;
  return { ...task, state, state_since, hold, version, title, step: card.step ?? task.step };
}

function Loaded({ task }: { task: TaskJson }) {
  const { view = 'thread', ...place } = useSearch({ from: '/tasks/$task' });
  const navigate = useNavigate({ from: '/tasks/$task' });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const next = taskViews[Number(event.key) - 1];
      if (next !== undefined) void navigate({ search: next === 'thread' ? {} : { view: next } });
      else if (event.key === 'm') document.getElementById('composer')?.focus();
      else if (event.key === 'Escape') void navigate({ to: '/' });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
  const isLive = task.state === 'running' || task.state === 'starting';
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-task={task.id} data-state={task.state}>
      <TaskHeader task={task} isReview={view === 'review'} />
      <TaskTabs task={task} view={view} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {view === 'thread' ? (
            <>
              <FailurePanel task={task} />
              <Thread
                key={task.id}
                task={task.id}
                version={task.version}
                isLive={isLive}
                isOpen={isLive || task.state === 'waiting'}
              />
              <div className="mx-auto flex w-full max-w-3xl flex-col gap-2 px-4 pb-4">
                <Inquiries task={task} />
                <Composer task={task} />
              </div>
            </>
          ) : (
            <Suspense>
              {view === 'review' && <Review key={task.id} task={task} place={place} />}
              {view === 'preview' && <Preview key={task.id} task={task} />}
              {view === 'conflicts' && <Conflicts key={task.id} task={task} />}
              {view === 'variants' && <Variants key={task.id} task={task} pair={place.pair} />}
            </Suspense>
          )}
        </div>
        {view === 'thread' && <Details task={task} />}
      </div>
    </div>
  );
}
