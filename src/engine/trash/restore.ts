// Taking work back out of the trash: the task as it was, or its newest commit as a branch of the person's repository. The
// commits are pinned again before the store is told, and the trash lets go of them last: there is no moment without a ref.
import { AppError, messageOf } from '../../domain/errors.ts';
import { firstFree } from '../../domain/names.ts';
import { isOver } from '../../domain/phase.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { pinName } from '../run-context.ts';
import type { TrashPlace } from './deps.ts';
import type { TrashEntry } from './entries.ts';

/** Throws `invalid_transition` when it was emptied meanwhile, or its phase is over. */
export async function restoreTask(
  place: TrashPlace,
  { task, head }: TrashEntry,
  actor: string,
): Promise<Task> {
  const { deps, hub } = place;
  await refuseOverPhase(place, task);
  await hub.shelves.copy(task.id, 'trash', 'pin');
  const restored = await deps.store.transition(async (within) => {
    if (task.deletedAt === null) return within.tasks.change(task.id, { type: 'restored' }, { actor });
    const others = await within.tasks.list({ projectId: task.projectId });
    const taken = new Set(others.map(({ name }) => name));
    const name = firstFree(task.name, (one) => taken.has(one));
    const event = { type: 'restored', ...(name !== task.name && { name }) } as const;
    return within.tasks.change(task.id, event, { actor });
  });
  await hub.shelves.clear(task.id, 'trash');
  if (head !== null) await showAgain(place, restored);
  return restored;
}

// What is on the branch of the project needs none of its own, and that of a subagent is its parent's.
async function showAgain({ deps, hub }: TrashPlace, task: Task): Promise<void> {
  const head = await hub.pinned(pinName(task));
  if (head === null || task.state === 'done' || task.policy === 'subagent') return;
  try {
    await hub.publish(task.branch, head);
  } catch (error) {
    deps.log.warn(
      { taskId: task.id, error: messageOf(error) },
      'the branch of restored work could not be shown',
    );
  }
}

/** Makes a branch with its newest commit; the task stays where it is. Throws `already_exists`, `not_found`. */
export async function giveBranch(
  { hub }: TrashPlace,
  what: Pick<TrashEntry, 'head'> & { readonly name: string },
  branch: string,
): Promise<void> {
  if (what.head === null)
    throw new AppError('not_found', `${what.name} has no commit that a branch could be made of.`, {
      next: 'Restore it without a branch, or look at it with `tasklane trash list`.',
    });
  await hub.shelves.give(branch, what.head);
}

async function refuseOverPhase({ deps }: TrashPlace, task: Task): Promise<void> {
  const waits = task.state === 'draft' || task.state === 'queued' || task.state === 'paused';
  const phase = !waits || task.phaseId === null ? undefined : await deps.store.phases.get(task.phaseId);
  if (phase === undefined || !isOver(phase)) return;
  throw new AppError(
    'invalid_transition',
    `Task ${label(task)} belongs to phase “${phase.name}”, which is over: nobody would be given it.`,
    {
      next: 'Take its work as a branch (--branch NAME), or create a new task with what it was asked.',
      details: { task: task.id, phase: phase.id },
    },
  );
}
