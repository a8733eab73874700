// From a request to a queued task: everything that can be known to be wrong is refused here, before anything runs.
import type { AgentEntry } from '../agents/driver.ts';
import { AppError } from '../domain/errors.ts';
import type { Check } from '../domain/evidence.ts';
import { taskId } from '../domain/ids.ts';
import type { TaskId } from '../domain/ids.ts';
import { slug, titleOf } from '../domain/names.ts';
import { refuseModel } from '../domain/model-place.ts';
import type { PermissionPolicy } from '../domain/permission.ts';
import type { Category, Plan } from '../domain/plan.ts';
import type { PolicyName } from '../domain/policy.ts';
import type { Project } from '../domain/project.ts';
import type { OnViolation, Priority, Task, TaskSpec } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';
import type { DeclaredOwnership } from './declared-ownership.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { limitsFor } from './limits-for.ts';
import { howToGet, knownAgent } from './missing-agent.ts';
import { findOwnProject } from './own-project.ts';
import { doubtsAbout, refusePush, refuseUnappliedPush, resolveDependencies } from './resolve-dependencies.ts';
import { templateDefaults } from './template/for-task.ts';
import type { TemplateDefaults } from './template/for-task.ts';

export interface CreateTask {
  readonly project: string;
  readonly prompt: string;
  readonly title?: string | undefined;
  readonly name?: string | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly checks?: readonly WantedCheck[] | undefined;
  readonly policy?: PolicyName | undefined;
  readonly priority?: Priority | undefined;
  readonly timeout_ms?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly max_tokens?: number | undefined;
  readonly max_cost?: number | undefined;
  readonly draft?: boolean | undefined;
  /** Ids, numbers or names. */
  readonly depends_on?: readonly string[] | undefined;
  readonly released_by?: TaskSpec['releasedBy'] | undefined;
  readonly owns?: readonly string[] | undefined;
  readonly allow_overlap?: boolean | undefined;
  readonly on_violation?: OnViolation | undefined;
  /** How its agent's requests for permission are answered. */
  readonly permission?: PermissionPolicy | undefined;
  /** The task whose agent proposes it. */
  readonly parentId?: TaskId;
  /** Name or id. */
  readonly template?: string | undefined;
  /** Id, name or number; an id says the template too. */
  readonly template_version?: string | undefined;
  /** Id or name. */
  readonly preset?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Whose task it is; whoever creates it unless another is named. */
  readonly owner?: string | undefined;
  /** With this a name that is taken is refused, instead of a number being put behind it. */
  readonly exactName?: boolean;
  /** Of what was promised under an id before it could be made; nobody outside sends it. */
  readonly id?: TaskId;
  /** What a planner thought of it; nobody outside sends these. */
  readonly plan?: Plan | null;
  readonly category?: Category | null;
  /** Whether who asks may move the branch: a task that is applied by itself does that for them. */
  readonly mayApply?: boolean;
}

export interface WantedCheck {
  readonly name?: string | undefined;
  readonly command: string;
  readonly timeout_ms?: number | undefined;
  readonly group?: string | undefined;
  readonly reports?: readonly string[] | undefined;
}

export interface Changed {
  readonly task: Task;
  /** In whole sentences: what was accepted and may still surprise. They stand in the task's log too. */
  readonly warnings: readonly string[];
}

export async function createTask(
  deps: EngineDeps,
  declared: DeclaredOwnership,
  input: CreateTask,
  actor: string,
): Promise<Changed> {
  const make = await prepareTask(deps, declared, input, actor);
  return deps.store.transition(make);
}

/** Looks at everything outside of the store, and throws what is wrong there. What it returns makes the task in a transition. */
export async function prepareTask(
  deps: EngineDeps,
  declared: DeclaredOwnership,
  input: CreateTask,
  actor: string,
): Promise<(within: StoreOperations) => Promise<Changed>> {
  const prompt = input.prompt.trim();
  if (prompt === '')
    throw new AppError('invalid_input', 'The prompt is empty.', {
      next: 'Say in plain words what you want.',
    });
  const project = await findOwnProject(deps, input.project);
  const settings = await deps.settings(project);
  const template = await templateFor(deps, input, prompt);
  const agent = input.agent ?? template?.agent ?? settings.agent;
  const entry = await refuseMissingAgent(deps, project, agent);
  const model = input.model ?? modelFor(agent, settings, template);
  if (model !== null) refuseModel(entry, model);
  return async (within) => {
    const spec = specOf(deps, input, prompt, project, settings, agent, template);
    const { releasedBy } = spec;
    refuseUnappliedPush(spec);
    if (input.mayApply === false) refusePush(spec);
    const refs = input.depends_on ?? [];
    const needed = await resolveDependencies(within, { project, refs, releasedBy, dependant: null });
    const wanted = { ...spec, dependsOn: needed.map((task) => task.id) };
    const allowOverlap = input.allow_overlap === true;
    const overlaps = await declared.check(within, wanted, { allowOverlap });
    const warnings = [...(template?.warnings ?? []), ...doubtsAbout(needed), ...overlaps];
    const draft = await within.tasks.create({ ...wanted, owner: input.owner ?? actor }, actor);
    refuseOtherName(input, draft);
    const secrets = template?.secrets ?? [];
    if (secrets.length > 0) await within.templates.keepSecrets(draft.id, secrets);
    await note(within, draft, warnings);
    if (input.draft === true) return { task: draft, warnings };
    return { task: await within.tasks.change(draft.id, { type: 'accepted' }, { actor }), warnings };
  };
}

// Thrown inside of the transaction, which then leaves nothing behind.
function refuseOtherName({ name, exactName }: CreateTask, made: Task): void {
  if (exactName !== true || name === undefined || made.name === name) return;
  throw new AppError('already_exists', `A task named “${name}” exists already.`, {
    next: 'Choose another name, or delete that task.',
    details: { name },
  });
}

/** Null when the task is made from none. */
async function templateFor(
  { store }: EngineDeps,
  input: CreateTask,
  prompt: string,
): Promise<TemplateDefaults | null> {
  const { template, template_version: version, preset, parameters } = input;
  if ([template, version, preset, parameters].every((part) => part === undefined)) return null;
  return templateDefaults(store.templates, { template, version, preset, parameters, prompt });
}

/** Keeps warnings with the task: whoever reads its log later was not there when they were said. */
export async function note(
  within: Pick<StoreOperations, 'events'>,
  task: Task,
  warnings: readonly string[],
): Promise<void> {
  if (warnings.length === 0) return;
  const bodies = warnings.map((text) => ({ type: 'run.note', level: 'warning', text }) as const);
  await within.events.append(task.id, bodies, { actor: 'system' });
}

/** Returns what it is, where it is there. */
export async function refuseMissingAgent(
  deps: EngineDeps,
  project: Project,
  name: string,
): Promise<AgentEntry> {
  const entry = await knownAgent(deps, project, name);
  if (deps.locate(entry) !== null) return entry;
  throw new AppError(
    'agent_unavailable',
    `Agent ${name} is not installed: there is no program “${entry.command[0]}”.`,
    {
      next: howToGet(entry),
      details: { agent: name, command: entry.command },
    },
  );
}

function specOf(
  deps: EngineDeps,
  input: CreateTask,
  prompt: string,
  project: Project,
  settings: Settings,
  agent: string,
  template: TemplateDefaults | null,
): Parameters<EngineDeps['store']['tasks']['create']>[0] {
  const title = input.title ?? titleOf(prompt);
  return {
    id: input.id ?? taskId(deps.newId()),
    projectId: project.id,
    name: input.name ?? slug(title),
    title,
    prompt,
    policy: input.policy ?? template?.policy ?? settings.policy,
    agent,
    model: input.model ?? modelFor(agent, settings, template),
    setup: template?.setup ?? settings.setup,
    checks: checksFor(input.checks ?? template?.checks ?? undefined, settings),
    limits: limitsFor(input, template, settings.limits),
    priority: input.priority ?? 'normal',
    dependsOn: [],
    releasedBy: input.released_by ?? 'applied',
    owner: null,
    parentId: input.parentId ?? null,
    phaseId: null,
    owns: input.owns ?? [],
    onViolation: input.on_violation ?? settings.onViolation,
    permission: input.permission ?? null,
    plan: input.plan ?? null,
    category: input.category ?? null,
    template: template?.made ?? null,
  };
}

// A model belongs to the agent that it was named with.
function modelFor(agent: string, settings: Settings, template: TemplateDefaults | null): string | null {
  if (template !== null && template.model !== null && agent === (template.agent ?? settings.agent))
    return template.model;
  return agent === settings.agent ? settings.model : null;
}

function checksFor(wanted: readonly WantedCheck[] | undefined, settings: Settings): readonly Check[] {
  return wanted === undefined ? settings.checks : checksOf(wanted, settings);
}

/** What a person wrote, with the names and limits that they left out. */
export function checksOf(
  wanted: readonly WantedCheck[],
  settings: Pick<Settings, 'checkTimeoutMs'>,
): readonly Check[] {
  return wanted.map((check, index) => ({
    name: check.name ?? (index === 0 ? 'check' : `check ${index + 1}`),
    command: check.command,
    timeoutMs: check.timeout_ms ?? settings.checkTimeoutMs,
    ...(check.group !== undefined && { group: check.group }),
    ...(check.reports !== undefined && { reports: check.reports }),
  }));
}
