// An orchestrator gives a phase up. What was done stays reachable; nothing is merged.
import { AppError } from '../../domain/errors.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { isOver, toState } from '../../domain/phase.ts';
import type { Phase } from '../../domain/phase.ts';
import { queueOf } from '../../domain/phase-queue.ts';
import type { Task } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { entriesOf } from './entries.ts';
import { endLease } from './give-back.ts';
import { tellPhase } from './tell.ts';

export interface CancelPhase {
  readonly reason: string;
  readonly actor: string;
  /** How long work that was complete can still be restored. */
  readonly keepMs: number;
}

/** Part of the caller's transaction. Throws `invalid_transition` when it is over, or being merged. */
export async function cancelWithin(
  deps: EngineDeps,
  within: StoreOperations,
  phase: Phase,
  { reason, actor, keepMs }: CancelPhase,
): Promise<Phase> {
  if (isOver(phase) || phase.state === 'integrating')
    throw new AppError(
      'invalid_transition',
      `Phase “${phase.name}” is ${phase.state}; it cannot be cancelled.`,
      {
        next: isOver(phase) ? 'Nothing is left to cancel.' : 'Wait for the end of the integration.',
        details: { phase: phase.id, state: phase.state },
      },
    );
  // Before the tasks change: who had what, and how far it had come, is what the audit wants to know.
  const queue = queueOf(await entriesOf(within, phase));
  for (const { task } of await entriesOf(within, phase)) {
    const event =
      task === undefined || task.deletedAt !== null ? null : endingOf(task, reason, deps.now() + keepMs);
    if (task === undefined || event === null) continue;
    await within.tasks.change(task.id, event, { actor });
    await endLease(within, task, deps.now());
  }
  const cancelled = toState(phase, { state: 'cancelled', reason, queue }, deps.now());
  await within.phases.update(cancelled);
  await tellPhase(within, cancelled, actor);
  return cancelled;
}

/** Null: it has ended already. */
function endingOf(task: Task, reason: string, keptUntil: number): LifecycleEvent | null {
  switch (task.state) {
    case 'queued':
    case 'starting':
    case 'running':
    case 'waiting':
    case 'paused':
      return { type: 'cancelled', reason: `its phase was cancelled: ${reason}`, force: true };
    case 'draft':
    case 'failed':
      return { type: 'archived' };
    case 'ready':
      return { type: 'dismissed', keptUntil };
    case 'applying':
    case 'done':
    case 'cancelled':
    case 'dismissed':
      return null;
  }
}
