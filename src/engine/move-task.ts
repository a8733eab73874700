// Moves a waiting task to another place in its project's queue. One transaction: the order that was read is the one that
// is changed.
import { AppError } from '../domain/errors.ts';
import { taskId } from '../domain/ids.ts';
import { movesFor, unmovable } from '../domain/queue-order.ts';
import type { Place } from '../domain/queue-order.ts';
import { reduce } from '../domain/lifecycle.ts';
import { byTurn } from '../domain/schedule.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';
import type { EngineDeps } from './deps.ts';
import { findTask } from './find.ts';

export type MoveTask =
  | { readonly to: 'top' | 'bottom' }
  /** Ids, numbers or names. */
  | { readonly before: string }
  | { readonly after: string };

/** Throws `invalid_transition` for a task that does not wait in the queue, `invalid_input` for a place that is none. */
export async function moveTask(deps: EngineDeps, task: Task, wanted: MoveTask, actor: string): Promise<Task> {
  const beside = await besideOf(deps, task, wanted);
  return deps.store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    // Asked first, so that a task that runs is refused for that, and not for what it would be moved beside.
    reduce(now, { type: 'moved', position: now.position }, deps.now());
    const other = beside === null ? null : ((await within.tasks.get(beside.id)) ?? beside);
    const reason = unmovable(now, other);
    if (reason !== null) throw cannotMove(now, reason);
    const queue = await queueOf(within, now);
    const moves = movesFor(queue, now.id, placeOf(wanted, other), await endOf(within, now));
    let moved = now;
    for (const { id, position } of moves) {
      const changed = await within.tasks.change(taskId(id), { type: 'moved', position }, { actor });
      if (changed.id === now.id) moved = changed;
    }
    return moved;
  });
}

async function besideOf(deps: EngineDeps, task: Task, wanted: MoveTask): Promise<Task | null> {
  if ('to' in wanted) return null;
  return findTask(deps.store, 'before' in wanted ? wanted.before : wanted.after, task.projectId);
}

function placeOf(wanted: MoveTask, beside: Task | null): Place {
  if ('to' in wanted) return { kind: wanted.to };
  return { kind: 'before' in wanted ? 'before' : 'after', id: beside?.id ?? '' };
}

function cannotMove(task: Task, reason: string): AppError {
  return new AppError('invalid_input', `Task ${label(task)} cannot be moved there: ${reason}.`, {
    next: 'See `tasklane queue` for the order; a priority is changed with `tasklane task edit --priority`.',
    details: { task: task.id },
  });
}

// Those that are compared by position: of one project and one priority, and not of the policy that knows no positions.
async function queueOf(within: StoreOperations, task: Task): Promise<readonly Task[]> {
  const queued = await within.tasks.list({ projectId: task.projectId, states: ['queued'] });
  return queued
    .filter((other) => other.priority === task.priority && other.policy !== 'parallel')
    .sort(byTurn);
}

/** Behind everything there is, and not behind the task that is created next: its position will be its number. */
async function endOf(within: StoreOperations, task: Task): Promise<number> {
  const [newest] = await within.tasks.list({ projectId: task.projectId, withDeleted: true, limit: 1 });
  return (newest?.number ?? task.number) + 1;
}
