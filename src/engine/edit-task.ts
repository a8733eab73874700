// Changes what a task asks for: everything while it is a draft, and until it is claimed what only the scheduler has read.
import { AppError } from '../domain/errors.ts';
import { refuseModel } from '../domain/model-place.ts';
import type { Project } from '../domain/project.ts';
import type { Task, TaskSpec } from '../domain/task.ts';
import type { ChangeOptions, StoreOperations } from '../store/store.ts';
import { changedLimits } from './changed-limits.ts';
import { checksOf, note, refuseMissingAgent } from './create-task.ts';
import type { Changed, CreateTask } from './create-task.ts';
import type { DeclaredOwnership } from './declared-ownership.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { findProject } from './find.ts';
import { doubtsAbout, refuseUnappliedPush, resolveDependencies } from './resolve-dependencies.ts';

export interface EditTask extends Omit<CreateTask, 'project' | 'prompt' | 'name' | 'draft'> {
  readonly prompt?: string | undefined;
  /** Where `depends_on` does not replace all: these are taken away. */
  readonly drop_dependencies?: readonly string[] | undefined;
}

export async function editTask(
  deps: EngineDeps,
  declared: DeclaredOwnership,
  task: Task,
  input: EditTask,
  by: ChangeOptions,
): Promise<Changed> {
  const project = await findProject(deps.store, task.projectId);
  const settings = await deps.settings(project);
  const agent = input.agent ?? task.agent;
  const model = input.model ?? (agent === task.agent ? task.model : null);
  if (input.agent !== undefined || input.model !== undefined) {
    const entry = await refuseMissingAgent(deps, project, agent);
    if (model !== null) refuseModel(entry, model);
  }
  const plain = plainPatch(input, task, settings);
  return deps.store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    const dependencies = await dependencyPatch(within, project, now, input);
    const patch = { ...plain, ...dependencies.patch };
    if (Object.keys(patch).length === 0)
      throw new AppError('invalid_input', 'There is nothing to change.', {
        next: 'Say what to change, for example --title, --owns or --drop-dependency.',
      });
    const allowOverlap = input.allow_overlap === true;
    const overlaps = await declared.check(within, { ...now, ...patch }, { allowOverlap });
    const warnings = [...dependencies.warnings, ...overlaps];
    const edited = await within.tasks.change(task.id, { type: 'edited', patch }, by);
    await note(within, edited, warnings);
    return { task: edited, warnings };
  });
}

function plainPatch(input: EditTask, task: Task, settings: Settings): Partial<TaskSpec> {
  const limits = changedLimits(task.limits, input);
  return {
    ...(input.title !== undefined && { title: input.title }),
    ...(input.prompt !== undefined && { prompt: promptOf(input.prompt) }),
    // A model belongs to its agent: another agent begins with its own.
    ...(input.agent !== undefined && { agent: input.agent }),
    ...(input.agent !== undefined && input.agent !== task.agent && { model: null }),
    ...(input.model !== undefined && { model: input.model }),
    ...(input.checks !== undefined && { checks: checksOf(input.checks, settings) }),
    ...(input.policy !== undefined && { policy: input.policy }),
    ...(input.priority !== undefined && { priority: input.priority }),
    ...(input.owns !== undefined && { owns: input.owns }),
    ...(input.on_violation !== undefined && { onViolation: input.on_violation }),
    ...(input.permission !== undefined && { permission: input.permission }),
    ...(limits !== task.limits && { limits }),
  };
}

function promptOf(text: string): string {
  const prompt = text.trim();
  if (prompt !== '') return prompt;
  throw new AppError('invalid_input', 'The prompt is empty.', { next: 'Say in plain words what you want.' });
}

async function dependencyPatch(
  within: StoreOperations,
  project: Project,
  task: Task,
  input: EditTask,
): Promise<{ readonly patch: Partial<TaskSpec>; readonly warnings: readonly string[] }> {
  const { depends_on: wanted, drop_dependencies: dropped, released_by: releasedBy = task.releasedBy } = input;
  refuseUnappliedPush({ policy: input.policy ?? task.policy, releasedBy });
  if (wanted === undefined && dropped === undefined && input.released_by === undefined)
    return { patch: {}, warnings: [] };
  const refs = wanted ?? (await remaining(within, task, dropped ?? []));
  const needed = await resolveDependencies(within, { project, refs, releasedBy, dependant: task });
  return {
    patch: { dependsOn: needed.map((one) => one.id), releasedBy },
    warnings: doubtsAbout(needed),
  };
}

// Looked for among what it depends on, not among all tasks: the edge to a task that was deleted must be found too, and goes
// in any case, because it could never be met.
async function remaining(
  within: StoreOperations,
  task: Task,
  dropped: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(task.dependsOn.map(async (id) => within.tasks.get(id)));
  const needed = found.filter((one) => one !== undefined);
  const gone = dropped.map((ref) => {
    const wanted = ref.trim().replace(/^#/, '');
    const edge = needed.find((one) => [one.id, one.name, String(one.number)].includes(wanted));
    if (edge !== undefined) return edge;
    throw new AppError('invalid_input', `It does not depend on “${ref}”.`, {
      next: `It depends on: ${needed.map((one) => `#${one.number}`).join(', ') || 'nothing'}.`,
      details: { ref, depends_on: task.dependsOn },
    });
  });
  return needed.filter((one) => one.deletedAt === null && !gone.includes(one)).map((one) => one.id);
}
