// A task that its agent does not have any more is pending again: given back, expired, or never begun. No attempt more is
// counted for it, and what was in its copy stays reachable.
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import { isLive } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { retireCopies } from './copies.ts';
import { groundOf } from './ground.ts';

export interface GiveBack {
  readonly actor: string;
  /** Why, for the log. */
  readonly note: string;
}

/** Nothing happens when somebody else has it by now. */
export async function giveBack(deps: EngineDeps, task: Task, how: GiveBack): Promise<void> {
  await deps.store.transition(async (within) => {
    const now = await within.tasks.get(task.id);
    if (now === undefined || now.fence !== task.fence || !isLive(now)) return;
    await giveBackWithin(within, now, how, deps.now());
  });
  await clearCopies(deps, task);
}

export async function giveBackWithin(
  within: StoreOperations,
  task: Task,
  { actor, note }: GiveBack,
  at: number,
): Promise<Task> {
  await within.events.append(task.id, [{ type: 'run.note', level: 'info', text: note }], { actor });
  const back = await within.tasks.change(task.id, { type: 'lost' }, { actor, fence: task.fence });
  await endLease(within, task, at);
  return back;
}

/** The lease and the attempt that went with it. */
export async function endLease(within: StoreOperations, task: Task, at: number): Promise<void> {
  await within.leases.release(task.id, task.fence);
  const attempt = await within.attempts.latest(task.id);
  if (attempt?.endedAt === null) await within.attempts.update(attempt.id, { endedAt: at });
}

/** Never rejects: a copy that is left over goes away at the next claim, or with the phase. */
export async function clearCopies(deps: EngineDeps, task: Task): Promise<void> {
  try {
    await retireCopies(await groundOf(deps, task.projectId), task, task.fence + 1);
  } catch (error) {
    const level = error instanceof AppError ? 'warn' : 'error';
    deps.log[level]({ taskId: task.id, error: String(error) }, 'a copy could not be cleared away');
  }
}
