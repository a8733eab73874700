// Finding a phase, and its tasks as they are now.
import type { Reach } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { Phase, PhaseTask } from '../../domain/phase.ts';
import { isDropped, statusOf } from '../../domain/phase-queue.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { Store, StoreOperations } from '../../store/store.ts';
import { findProject } from '../find.ts';

/**
 * By id or name; without either the only phase that is open, in this project or, without one, anywhere. Throws
 * `not_found` in words that tell an agent to stop (R197): a phase is registered by the orchestrator, never by an agent.
 */
export async function findPhase(
  store: Store,
  ref: string | undefined,
  projectRef: string | undefined,
  reach: Reach = null,
): Promise<Phase> {
  const project = projectRef === undefined ? undefined : await findProject(store, projectRef, reach);
  if (ref !== undefined) {
    const found = await store.phases.find(ref, project?.id, reach);
    if (found === undefined) throw missing(`There is no phase “${ref}”.`);
    return found;
  }
  const within = project === undefined ? { reach } : { projectId: project.id, reach };
  const [only, ...others] = await store.phases.list({ ...within, states: ['open', 'integrating'] });
  if (only === undefined) throw missing('There is no phase: no task queue was registered.');
  if (others.length === 0) return only;
  const names = [only, ...others].map((phase) => phase.name);
  throw new AppError('ambiguous', `There are ${names.length} phases: ${names.join(', ')}.`, {
    next: 'Name the one you mean.',
    details: { phases: names },
  });
}

function missing(message: string): AppError {
  return new AppError('not_found', message, {
    next: 'Agents: stop, and report it to the orchestrator. Orchestrator: register it with `tasklane queue import`.',
  });
}

export async function entriesOf(
  within: Pick<StoreOperations, 'tasks'>,
  phase: Phase,
): Promise<readonly PhaseEntry[]> {
  const entries: PhaseEntry[] = [];
  for (const entry of phase.tasks) entries.push({ entry, task: await within.tasks.get(entry.taskId) });
  return entries;
}

/** By its number in the queue (`2`, `#2`), or by the id of the task. */
export function findEntry(phase: Phase, ref: string): PhaseTask {
  const wanted = ref.replace(/^#/, '');
  const found = phase.tasks.find((task) => String(task.id) === wanted || task.taskId === wanted);
  if (found !== undefined) return found;
  throw new AppError('not_found', `Phase “${phase.name}” has no task ${ref}.`, {
    next: `It has ${phase.tasks.map((task) => task.id).join(', ')}.`,
    details: { phase: phase.id, task: ref },
  });
}

function isComplete({ task }: PhaseEntry): boolean {
  return statusOf(task) === 'completed';
}

/** What still has to be completed before the phase can end. */
export function unfinished(entries: readonly PhaseEntry[]): readonly PhaseEntry[] {
  return entries.filter((each) => !isComplete(each) && !isDropped(each.task));
}

/** `task 2 “Add a schema”`: by the number that the agents of the phase know. */
export function nameOf(entry: PhaseTask, task: Task | undefined): string {
  return task === undefined ? `task ${entry.id}` : `task ${entry.id} “${task.title}”`;
}

/** The same for a task that may be of no phase, or of another. */
export function nameIn(phase: Phase, task: Task): string {
  const entry = phase.tasks.find((each) => each.taskId === task.id);
  return entry === undefined ? label(task) : nameOf(entry, task);
}
