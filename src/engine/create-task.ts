// From a request to a queued task: everything that can be known to be wrong is refused here, before anything runs.
import { AppError } from '../domain/errors.ts';
import type { Check } from '../domain/evidence.ts';
import { taskId } from '../domain/ids.ts';
import { slug, titleOf } from '../domain/names.ts';
import type { PolicyName } from '../domain/policy.ts';
import type { Project } from '../domain/project.ts';
import type { Priority, Task } from '../domain/task.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { findProject } from './find.ts';

export interface CreateTask {
  readonly project: string;
  readonly prompt: string;
  readonly title?: string | undefined;
  readonly name?: string | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly checks?:
    | readonly {
        readonly name?: string | undefined;
        readonly command: string;
        readonly timeout_ms?: number | undefined;
      }[]
    | undefined;
  readonly policy?: PolicyName | undefined;
  readonly priority?: Priority | undefined;
  readonly timeout_ms?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly draft?: boolean | undefined;
}

export async function createTask(deps: EngineDeps, input: CreateTask, actor: string): Promise<Task> {
  const prompt = input.prompt.trim();
  if (prompt === '')
    throw new AppError('invalid_input', 'The prompt is empty.', {
      next: 'Say in plain words what you want.',
    });
  const project = await findProject(deps.store, input.project);
  const settings = await deps.settings(project);
  const agent = input.agent ?? settings.agent;
  await refuseMissingAgent(deps, project, agent);
  return deps.store.transition(async (within) => {
    const draft = await within.tasks.create(specOf(deps, input, prompt, project, settings, agent), actor);
    return input.draft === true ? draft : within.tasks.change(draft.id, { type: 'accepted' }, { actor });
  });
}

async function refuseMissingAgent(deps: EngineDeps, project: Project, name: string): Promise<void> {
  const entry = (await deps.agents(project)).get(name);
  if (deps.locate(entry) !== null) return;
  throw new AppError(
    'agent_unavailable',
    `Agent ${name} is not installed: there is no program “${entry.command[0]}”.`,
    {
      next: entry.hint,
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
): Parameters<EngineDeps['store']['tasks']['create']>[0] {
  const title = input.title ?? titleOf(prompt);
  return {
    id: taskId(deps.newId()),
    projectId: project.id,
    name: input.name ?? slug(title),
    title,
    prompt,
    policy: input.policy ?? settings.policy,
    agent,
    // A model that the settings name belongs to the agent that they name.
    model: input.model ?? (agent === settings.agent ? settings.model : null),
    setup: settings.setup,
    checks: checksOf(input, settings),
    limits: {
      timeoutMs: input.timeout_ms ?? settings.limits.timeoutMs,
      maxTurns: input.max_turns ?? settings.limits.maxTurns,
    },
    priority: input.priority ?? 'normal',
    dependsOn: [],
    releasedBy: 'applied',
    parentId: null,
    owns: [],
    plan: null,
    category: null,
  };
}

function checksOf(input: CreateTask, settings: Settings): readonly Check[] {
  if (input.checks === undefined) return settings.checks;
  return input.checks.map((check, index) => ({
    name: check.name ?? (index === 0 ? 'check' : `check ${index + 1}`),
    command: check.command,
    timeoutMs: check.timeout_ms ?? settings.checkTimeoutMs,
  }));
}
