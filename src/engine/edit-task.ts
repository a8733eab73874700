// Changes what a task asks for: everything while it is a draft, and until it is claimed what only the scheduler has read.
import { AppError } from '../domain/errors.ts';
import type { TaskId } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task, TaskSpec } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';
import { checksOf, note, refuseMissingAgent } from './create-task.ts';
import type { Changed, CreateTask } from './create-task.ts';
import type { DeclaredOwnership } from './declared-ownership.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { findProject } from './find.ts';
import { doubtsAbout, resolveDependencies } from './resolve-dependencies.ts';

export interface EditTask extends Omit<CreateTask, 'project' | 'prompt' | 'name' | 'draft'> {
  readonly prompt?: string | undefined;
  /** Besides `depends_on`, which replaces all: these are taken away. */
  readonly drop_dependencies?: readonly string[] | undefined;
}

export async function editTask(
  deps: EngineDeps,
  declared: DeclaredOwnership,
  task: Task,
  input: EditTask,
  actor: string,
): Promise<Changed> {
  const project = await findProject(deps.store, task.projectId);
  const settings = await deps.settings(project);
  if (input.agent !== undefined) await refuseMissingAgent(deps, project, input.agent);
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
    const edited = await within.tasks.change(task.id, { type: 'edited', patch }, { actor });
    await note(within, edited, warnings);
    return { task: edited, warnings };
  });
}

function plainPatch(input: EditTask, task: Task, settings: Settings): Partial<TaskSpec> {
  const { timeout_ms: timeoutMs = task.limits.timeoutMs, max_turns: maxTurns = task.limits.maxTurns } = input;
  const changesLimits = input.timeout_ms !== undefined || input.max_turns !== undefined;
  return {
    ...(input.title !== undefined && { title: input.title }),
    ...(input.prompt !== undefined && { prompt: promptOf(input.prompt) }),
    ...(input.agent !== undefined && { agent: input.agent }),
    ...(input.model !== undefined && { model: input.model }),
    ...(input.checks !== undefined && { checks: checksOf(input.checks, settings) }),
    ...(input.policy !== undefined && { policy: input.policy }),
    ...(input.priority !== undefined && { priority: input.priority }),
    ...(input.owns !== undefined && { owns: input.owns }),
    ...(input.on_violation !== undefined && { onViolation: input.on_violation }),
    ...(changesLimits && { limits: { timeoutMs, maxTurns } }),
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
  if (wanted === undefined && dropped === undefined && input.released_by === undefined)
    return { patch: {}, warnings: [] };
  const left = await withoutDropped(within, project, task, wanted ?? task.dependsOn, dropped ?? []);
  const needed = await resolveDependencies(within, { project, refs: left, releasedBy, dependant: task });
  return {
    patch: { dependsOn: needed.map((one) => one.id), releasedBy },
    warnings: doubtsAbout(needed),
  };
}

// A prerequisite may have been deleted meanwhile: by its id an edge to it can still be named, and dropped.
async function withoutDropped(
  within: StoreOperations,
  project: Project,
  task: Task,
  refs: readonly string[],
  dropped: readonly string[],
): Promise<readonly string[]> {
  const gone = new Set<TaskId | string>();
  for (const ref of dropped) {
    const wanted = ref.trim().replace(/^#/, '');
    const id = (await within.tasks.find(wanted, project.id))?.id ?? wanted;
    if (!task.dependsOn.some((one) => one === id))
      throw new AppError('invalid_input', `It does not depend on “${ref}”.`, {
        next: 'See `tasklane task show` for what it depends on.',
        details: { ref, depends_on: task.dependsOn },
      });
    gone.add(id);
  }
  return refs.filter((ref) => !gone.has(ref));
}
