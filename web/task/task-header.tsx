import { Link } from '@tanstack/react-router';
import { ArrowLeft, Bot, GitBranch } from 'lucide-react';
import type { TaskJson } from '../../src/api/schemas.ts';
import { TaskMenu } from '../board/task-menu.tsx';
import { actionsFor } from '../data/actions.ts';
import type { ActionName } from '../data/actions.ts';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { runAction } from '../data/run-action.ts';
import { stepWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { StatePill } from '../ui/state-icon.tsx';

/** What is offered as a button; the menu has everything. */
const buttons: readonly ActionName[] = ['accept', 'retry', 'resume', 'complete', 'pause'];

export function TaskHeader({ task, isReview }: { task: TaskJson; isReview: boolean }) {
  const card = useKey(board.cards, task.id);
  const isTimed = ['starting', 'running', 'applying'].includes(task.state);
  const offered = actionsFor(task).filter(
    (action) => buttons.includes(action.name) && task.state !== 'ready',
  );
  return (
    <header className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 pt-3 md:px-5">
      <Link
        to="/"
        aria-label="Back to the board"
        className="text-muted hover:bg-hover grid size-8 shrink-0 place-items-center rounded-lg"
      >
        <ArrowLeft className="size-4" aria-hidden />
      </Link>
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="untrusted text-lg leading-snug font-semibold tracking-tight">
          {task.title} <span className="text-faint font-normal tabular-nums">#{task.number}</span>
        </h1>
        <div className="text-muted mt-1 mb-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StatePill state={task.state} />
          <span className="text-faint text-xs">
            <Elapsed since={task.state_since} isAgo={!isTimed} />
          </span>
          {isTimed && task.state !== 'applying' && <span className="text-live">{stepWords(task)}</span>}
          {task.state === 'queued' && (
            <span className="untrusted">{task.hold === null ? 'Starts next' : task.hold.text}</span>
          )}
          <span className="flex items-center gap-1">
            <Bot className="text-faint size-3.5" aria-hidden /> {task.agent}
          </span>
          <span className="hidden min-w-0 items-center gap-1 md:flex">
            <GitBranch className="text-faint size-3.5 shrink-0" aria-hidden />
            <span className="truncate font-mono text-xs">{task.branch}</span>
          </span>
          <span className="untrusted">{task.project_name}</span>
        </div>
      </div>
      <div className="flex items-center gap-2">
        {offered.map((action) => (
          <Button
            key={action.name}
            tone={action.name === 'accept' || action.name === 'retry' ? 'primary' : 'plain'}
            onClick={() => void runAction(action, [task])}
          >
            {action.label}
          </Button>
        ))}
        {task.state === 'ready' && !isReview && (
          <Link
            to="/tasks/$task"
            params={{ task: task.id }}
            search={{ view: 'review' }}
            className="bg-accent-fill text-on-accent shadow-card inline-flex h-8 items-center rounded-lg px-3 text-sm font-medium"
          >
            Review changes
          </Link>
        )}
        {card !== undefined && <TaskMenu card={card} />}
      </div>
    </header>
  );
}
