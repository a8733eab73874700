// Proposed tasks as drafts on the board: made, brought up to date with a revision, or put away. Who changes one on the board between
// two revisions keeps that where the next one proposes the same as before; a draft that was accepted is no draft any more, and stays
// as it is.
import { inOrderOfStart } from '../../domain/dependencies.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { proposedIn } from '../../domain/planning/request.ts';
import type { Request } from '../../domain/planning/request.ts';
import { testingWords } from '../../domain/planning/review.ts';
import type { Project } from '../../domain/project.ts';
import { label } from '../../domain/task.ts';
import type { Task, TaskSpec } from '../../domain/task.ts';
import { checksOf } from '../create-task.ts';
import type { Changed, CreateTask, WantedCheck } from '../create-task.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import type { Maps } from './maps.ts';

export type Create = (input: CreateTask, actor: string) => Promise<Changed>;

export interface DraftInput {
  readonly request: Request;
  readonly project: Project;
  readonly settings: Settings;
  /** Command lines that may become checks. */
  readonly commands: readonly { readonly name: string; readonly command: string }[];
  readonly tasks: readonly ProposedTask[];
  /** What was proposed until now: a draft that stays the same keeps what somebody changed on the board. */
  readonly before: readonly ProposedTask[];
}

export interface Drafts {
  readonly drafts: Request['drafts'];
  /** In whole sentences. */
  readonly doubts: readonly string[];
}

/** What is proposed for a request, on the board, with the checks that its project has and its repository suggests. */
export async function bringToBoard(
  deps: EngineDeps,
  { create, maps }: { readonly create: Create; readonly maps: Maps },
  request: Request,
  project: Project,
  given: Pick<DraftInput, 'tasks' | 'before'>,
): Promise<Drafts> {
  const settings = await deps.settings(project);
  const { commands } = (await maps.of(project)).knowledge;
  return bringDrafts(deps, create, {
    request,
    project,
    settings,
    commands: [...settings.checks, ...commands.checks],
    ...given,
  });
}

/** When one cannot be made, those that were made go away again, and the error is thrown. */
export async function bringDrafts(deps: EngineDeps, create: Create, input: DraftInput): Promise<Drafts> {
  const { request, tasks } = input;
  const made: TaskId[] = [];
  const doubts: string[] = [];
  const ids = new Map<string, TaskId>();
  try {
    for (const task of inOrder(tasks)) {
      const dependsOn = task.dependsOn.flatMap(({ key }) => ids.get(key) ?? []);
      const known = await draftOf(deps, request, task.key);
      if (known === null) {
        const created = await create(wantedOf(input, task, dependsOn), request.by);
        made.push(created.task.id);
        ids.set(task.key, created.task.id);
        doubts.push(...created.warnings.map((warning) => `Task “${task.key}”: ${warning}`));
        continue;
      }
      ids.set(task.key, known.id);
      if (isSame(input, task, made)) continue;
      if (known.state === 'draft')
        await edit(deps, known, revisedPatch(input, task, { dependsOn, made }), request.by);
      else doubts.push(`Task ${label(known)} was accepted already, and stays as it was.`);
    }
  } catch (error) {
    for (const id of made) await deps.store.tasks.change(id, { type: 'archived' }, { actor: 'system' });
    throw error;
  }
  for (const { key, taskId } of request.drafts) if (!ids.has(key)) await putAway(deps, taskId, request.by);
  return { drafts: tasks.flatMap(({ key }) => keyed(key, ids.get(key))), doubts };
}

function isSame({ before, request }: DraftInput, task: ProposedTask, made: readonly TaskId[]): boolean {
  const was = before.find(({ key }) => key === task.key);
  if (was === undefined || JSON.stringify(was) !== JSON.stringify(task)) return false;
  return made.length === 0 || waitsForKnown(request, task);
}

/** What it waits for may be another draft under the same key. */
function waitsForKnown({ drafts }: Request, { dependsOn }: ProposedTask): boolean {
  const known = new Set(drafts.map(({ key }) => key));
  return dependsOn.every(({ key }) => known.has(key));
}

/** What is proposed otherwise than before: the rest may have been changed on the board. */
function revisedPatch(
  input: DraftInput,
  task: ProposedTask,
  { dependsOn, made }: { readonly dependsOn: readonly TaskId[]; readonly made: readonly TaskId[] },
): Partial<TaskSpec> {
  const now = patchOf(input, task);
  const was = input.before.find(({ key }) => key === task.key);
  if (was === undefined) return { ...now, dependsOn };
  const before = new Map<string, unknown>(Object.entries(patchOf(input, was)));
  const isOther = (name: string, value: unknown): boolean =>
    JSON.stringify(value) !== JSON.stringify(before.get(name));
  const needs = ({ dependsOn: all }: ProposedTask): string => all.map(({ key }) => key).join('\n');
  const isSameNeeds = needs(was) === needs(task) && (made.length === 0 || waitsForKnown(input.request, task));
  return {
    ...Object.fromEntries(Object.entries(now).filter(([name, value]) => isOther(name, value))),
    ...(!isSameNeeds && { dependsOn }),
  };
}

/** Drafts of a planner that was ended before it was done are nobody's, unless somebody had seen a proposal. */
export async function dropUnfinished(deps: Pick<EngineDeps, 'store'>, request: Request): Promise<void> {
  if (proposedIn(request).length > 0) return;
  for (const { taskId } of request.drafts)
    if (taskId !== request.about?.taskId) await putAway(deps, taskId, 'system');
}

/** Archives what is still a draft. */
export async function putAway(
  { store }: Pick<EngineDeps, 'store'>,
  id: TaskId,
  actor: string,
): Promise<void> {
  const task = await store.tasks.get(id);
  if (task?.state === 'draft' && task.deletedAt === null)
    await store.tasks.change(id, { type: 'archived' }, { actor });
}

function keyed(key: string, taskId: TaskId | undefined): Request['drafts'] {
  return taskId === undefined ? [] : [{ key, taskId }];
}

function inOrder(tasks: readonly ProposedTask[]): readonly ProposedTask[] {
  const edges = new Map(tasks.map((task) => [task.key, task.dependsOn.map(({ key }) => key)]));
  const ordered = inOrderOfStart(
    tasks.map((task) => ({ id: task.key, task })),
    (key) => edges.get(key) ?? [],
  );
  return ordered.map(({ task }) => task);
}

async function draftOf({ store }: EngineDeps, { drafts }: Request, key: string): Promise<Task | null> {
  const known = drafts.find((draft) => draft.key === key);
  const task = known === undefined ? undefined : await store.tasks.get(known.taskId);
  return task === undefined || task.deletedAt !== null || task.state === 'cancelled' ? null : task;
}

async function edit(
  { store }: EngineDeps,
  task: Task,
  patch: Partial<TaskSpec>,
  actor: string,
): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  await store.tasks.change(task.id, { type: 'edited', patch }, { actor });
}

function wantedOf(input: DraftInput, task: ProposedTask, dependsOn: readonly TaskId[]): CreateTask {
  const { title, prompt, owns, plan, category } = patchOf(input, task);
  return {
    project: input.project.id,
    title,
    prompt,
    owns,
    plan,
    category,
    depends_on: dependsOn,
    checks: checksFor(input, task),
    // Said already, as a doubt, to the person who decides.
    allow_overlap: true,
    draft: true,
  };
}

function patchOf(
  input: DraftInput,
  task: ProposedTask,
): Pick<TaskSpec, 'title' | 'prompt' | 'owns' | 'plan' | 'category' | 'checks'> {
  const { title, owns, plan, category } = task;
  const checks = checksOf(checksFor(input, task), input.settings);
  return { title, prompt: promptOf(task), owns, plan, category, checks };
}

// What the project wants checked is checked in every case: a planner can ask for more and never for less.
function checksFor({ settings, commands }: DraftInput, task: ProposedTask): readonly WantedCheck[] {
  const own = settings.checks.map(({ timeoutMs, ...check }) => ({ ...check, timeout_ms: timeoutMs }));
  const names = new Set(own.map(({ name }) => name));
  const more = commands.filter(
    ({ name, command }) =>
      task.checks.includes(command) && !names.has(name) && !own.some((check) => check.command === command),
  );
  return [...own, ...more.map(({ name, command }) => ({ name, command }))];
}

/** What the agent of the task is told. Scope, checks and what is done stand in the task's own fields and are told from there. */
function promptOf({ prompt, plan, prohibitions, testing, targets }: ProposedTask): string {
  const tests = testingWords(testing);
  return [
    prompt,
    ...listed('Plan:', plan.steps),
    ...listed('Not part of it:', plan.outOfScope),
    ...(targets.length === 0 ? [] : [`It is about: ${targets.map(({ name }) => name).join(', ')}`]),
    ...listed('The person said:', prohibitions),
    ...(tests.length === 0 ? [] : [`Tests: ${tests.join('; ')}.`]),
  ].join('\n\n');
}

function listed(head: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${head}\n${items.map((item) => `- ${item}`).join('\n')}`];
}
