// Who has a task, and whether the caller is that agent: every call of an agent names itself and the fence of its lease.
import { AppError } from '../../domain/errors.ts';
import type { PhaseId } from '../../domain/ids.ts';
import type { Phase, PhaseTask } from '../../domain/phase.ts';
import { isLive } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { Lease, StoreOperations } from '../../store/store.ts';
import { findEntry, nameOf } from './entries.ts';

export interface Holder {
  readonly agent: string;
  readonly fence: number;
}

export interface Held {
  readonly phase: Phase;
  readonly entry: PhaseTask;
  readonly task: Task;
  readonly lease: Lease;
}

/** Throws `not_holder` when another agent has it, and `stale_lease` when the caller's lease has ended. */
export async function requireHolder(
  within: StoreOperations,
  phaseId: PhaseId,
  ref: string,
  who: Holder,
): Promise<Held> {
  const { phase, entry, task } = await lookUp(within, phaseId, ref);
  if (who.fence !== task.fence) throw stale(entry, task, who);
  if (entry.owner !== who.agent) throw notHolder(entry, task, who);
  const lease = (await within.leases.list()).find((each) => each.taskId === task.id);
  if (!isLive(task) || lease?.fence !== who.fence || lease.until <= (await within.now()))
    throw stale(entry, task, who);
  return { phase, entry, task, lease };
}

export async function lookUp(
  within: StoreOperations,
  phaseId: PhaseId,
  ref: string,
): Promise<Omit<Held, 'lease'>> {
  const phase = await within.phases.get(phaseId);
  if (phase === undefined) throw new AppError('not_found', `Phase ${phaseId} was removed.`);
  const entry = findEntry(phase, ref);
  const task = await within.tasks.get(entry.taskId);
  if (task === undefined) throw new AppError('not_found', `Task ${ref} was removed.`);
  return { phase, entry, task };
}

function notHolder(entry: PhaseTask, task: Task, who: Holder): AppError {
  const holder = entry.owner ?? 'nobody';
  return new AppError(
    'not_holder',
    `${capital(nameOf(entry, task))} is not ${who.agent}’s: ${holder} has it (${task.state}).`,
    {
      next: 'Ask for a task of your own: request the next one.',
      details: { task: task.id, id: entry.id, holder: entry.owner, agent: who.agent },
    },
  );
}

function stale(entry: PhaseTask, task: Task, who: Holder): AppError {
  const since = task.fence === who.fence ? `it is ${task.state}` : `its fence is ${task.fence}`;
  return new AppError(
    'stale_lease',
    `The lease of ${who.agent} on ${nameOf(entry, task)} (fence ${who.fence}) has ended: ${since}.`,
    {
      next: 'Stop working on it, and request the next task.',
      details: { task: task.id, id: entry.id, state: task.state, fence: task.fence, callersFence: who.fence },
    },
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
