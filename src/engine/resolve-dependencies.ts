// From what a person typed after --depends-on to prerequisites, with everything refused that could never come true.
import { findCycle } from '../domain/dependencies.ts';
import type { EdgesOf } from '../domain/dependencies.ts';
import { AppError } from '../domain/errors.ts';
import { taskId } from '../domain/ids.ts';
import type { TaskId } from '../domain/ids.ts';
import { policyOf } from '../domain/policy.ts';
import type { Project } from '../domain/project.ts';
import { label } from '../domain/task.ts';
import type { Task, TaskSpec } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';

type Reader = Pick<StoreOperations, 'tasks'>;

export interface Wanted {
  readonly project: Project;
  /** Ids, numbers, names; with or without a `#`. */
  readonly refs: readonly string[];
  readonly releasedBy: TaskSpec['releasedBy'];
  /** The task that is to wait, when it exists already. */
  readonly dependant: Task | null;
}

/** Throws `invalid_input` for an unknown one, for itself, and for a circle, which it prints. */
export async function resolveDependencies(within: Reader, wanted: Wanted): Promise<readonly Task[]> {
  const found = new Map<TaskId, Task>();
  for (const ref of wanted.refs) {
    const task = await findPrerequisite(within, wanted.project, ref);
    if (task.id === wanted.dependant?.id) throw dependsOnItself(task);
    if (wanted.releasedBy === 'ready' && task.projectId !== wanted.project.id) throw inOtherRepository(task);
    found.set(task.id, task);
  }
  const prerequisites = [...found.values()];
  if (wanted.dependant !== null) await refuseCycle(within, wanted.dependant, prerequisites);
  return prerequisites;
}

/** What a person should know about prerequisites that are refused by nobody and will never be met by themselves. */
export function doubtsAbout(prerequisites: readonly Task[]): readonly string[] {
  return prerequisites
    .filter((task) => ['failed', 'cancelled', 'dismissed'].includes(task.state))
    .map((task) => `It waits for ${label(task)}, which is ${task.state}: it starts only when that is done.`);
}

async function findPrerequisite(within: Reader, project: Project, ref: string): Promise<Task> {
  const found = await within.tasks.find(ref.trim().replace(/^#/, ''), project.id);
  if (found?.deletedAt === null) return found;
  throw new AppError(
    'invalid_input',
    `It cannot depend on “${ref}”: there is no such task in ${project.name}.`,
    {
      next: 'See `tasklane task list` for those there are; a task of another project is named by its id.',
      details: { ref },
    },
  );
}

function dependsOnItself(task: Task): AppError {
  return new AppError('invalid_input', `Task ${label(task)} cannot depend on itself.`, {
    next: 'Name a task that has to come before it.',
    details: { task: task.id },
  });
}

/** Throws `invalid_input` for a task that would bring the work of its prerequisite to the branch before that is applied. */
export function refuseUnappliedPush({ policy, releasedBy }: Pick<TaskSpec, 'policy' | 'releasedBy'>): void {
  if (releasedBy !== 'ready' || policyOf(policy).whenDone !== 'push') return;
  throw new AppError(
    'invalid_input',
    `With the ${policy} policy a task is applied by itself, so it cannot begin with work that is not applied.`,
    { next: 'Let it be released by applied work, or give it another policy.' },
  );
}

/** Throws `forbidden` for a task that would be applied without anybody who may apply. */
export function refusePush({ policy }: Pick<TaskSpec, 'policy'>): void {
  if (policyOf(policy).whenDone !== 'push') return;
  throw new AppError(
    'forbidden',
    `With the ${policy} policy a task is applied by itself, and you may not apply.`,
    {
      next: 'Give it another policy, such as board; or use a token with the scope apply.',
      details: { policy, scope: 'apply' },
    },
  );
}

function inOtherRepository(task: Task): AppError {
  return new AppError(
    'invalid_input',
    `Task ${label(task)} is of another project, so nothing can begin on its branch when it is ready.`,
    { next: 'Let it be released by applied work: --released-by applied.', details: { task: task.id } },
  );
}

async function refuseCycle(within: Reader, dependant: Task, prerequisites: readonly Task[]): Promise<void> {
  const graph = await loadGraph(within, prerequisites);
  const edges: EdgesOf = (id) =>
    id === dependant.id ? prerequisites.map((task) => task.id) : graph.edgesOf(id);
  const cycle = findCycle(dependant.id, edges);
  if (cycle === null) return;
  const numbers = cycle.map((id) => `#${id === dependant.id ? dependant.number : graph.numberOf(id)}`);
  throw new AppError('invalid_input', `The dependencies would go in a circle: ${numbers.join(' → ')}.`, {
    next: 'Drop one of them: `tasklane task edit TASK --drop-dependency TASK`.',
    details: { cycle },
  });
}

export interface Graph {
  readonly edgesOf: EdgesOf;
  readonly numberOf: (id: string) => number;
}

/** Everything that these tasks wait for, over however many others. What is done waits for nothing any more. */
export async function loadGraph(within: Reader, from: readonly Task[]): Promise<Graph> {
  const known = new Map<string, Task>(from.map((task) => [task.id, task]));
  const waiting = [...from];
  for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
    for (const id of edgesOf(task)) {
      if (known.has(id)) continue;
      const needed = await within.tasks.get(taskId(id));
      if (needed === undefined) continue;
      known.set(id, needed);
      waiting.push(needed);
    }
  }
  return {
    edgesOf: (id) => edgesOf(known.get(id)),
    numberOf: (id) => known.get(id)?.number ?? 0,
  };
}

function edgesOf(task: Task | undefined): readonly string[] {
  return task === undefined || task.state === 'done' || task.deletedAt !== null ? [] : task.dependsOn;
}
