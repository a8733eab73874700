// The work of a phase reaches the branch together, after all of it was tested together, and never a part of it alone.
import { AppError } from '../../domain/errors.ts';
import { isOver } from '../../domain/phase.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';

/** Throws `invalid_transition` for a task whose phase is not over. */
export async function refusePartOfPhase(deps: EngineDeps, task: Task): Promise<void> {
  const phase = task.phaseId === null ? undefined : await deps.store.phases.get(task.phaseId);
  if (phase === undefined || isOver(phase)) return;
  throw new AppError(
    'invalid_transition',
    `Task ${label(task)} belongs to phase “${phase.name}”, whose work is merged together at its end.`,
    {
      next: 'When all of it is complete: `tasklane queue phase finish`.',
      details: { task: task.id, phase: phase.id },
    },
  );
}
