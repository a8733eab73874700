// What people do with tasks that exist. Each command is one transition, and the effects that belong to it.
import { AppError } from '../domain/errors.ts';
import type { RetryPatch } from '../domain/lifecycle.ts';
import { isLive, label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { Applier } from './apply-task.ts';
import { refuseMissingAgent } from './create-task.ts';
import type { EngineDeps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import { refusePartOfPhase } from './phase/refuse-apply.ts';
import { pinName } from './run-context.ts';
import { refuseUnappliedStack } from './stack.ts';

export interface TaskCommandDeps {
  readonly deps: EngineDeps;
  readonly dispatcher: Dispatcher;
  readonly applier: Applier;
}

export async function accept({ deps }: TaskCommandDeps, task: Task, actor: string): Promise<Task> {
  return deps.store.tasks.change(task.id, { type: 'accepted' }, { actor });
}

/** Puts a draft, or a failed task that nobody will retry, away. */
export async function archive({ deps }: TaskCommandDeps, task: Task, actor: string): Promise<Task> {
  return deps.store.tasks.change(task.id, { type: 'archived' }, { actor });
}

export async function apply({ deps, applier }: TaskCommandDeps, task: Task, actor: string): Promise<Task> {
  await refusePartOfPhase(deps, task);
  await refuseUnappliedStack(deps, task);
  return applier.apply(task, actor);
}

export interface RetryOptions {
  readonly timeout_ms?: number | undefined;
  readonly max_turns?: number | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
}

/** A new attempt from a fresh copy of the newest branch head; the work of the one before stays reachable in the hub. */
export async function retry(
  { deps }: TaskCommandDeps,
  task: Task,
  options: RetryOptions,
  actor: string,
): Promise<Task> {
  if (options.agent !== undefined) await refuseOtherAgent(deps, task, options.agent);
  const patch: RetryPatch = {
    limits: {
      timeoutMs: options.timeout_ms ?? task.limits.timeoutMs,
      maxTurns: options.max_turns ?? task.limits.maxTurns,
    },
    // A model belongs to its agent: another agent begins with its own.
    ...(options.agent !== undefined && { agent: options.agent, model: null }),
    ...(options.model !== undefined && { model: options.model }),
  };
  return deps.store.tasks.change(task.id, { type: 'retried', patch }, { actor });
}

async function refuseOtherAgent(deps: EngineDeps, task: Task, agent: string): Promise<void> {
  const project = await deps.store.projects.get(task.projectId);
  if (project !== undefined) await refuseMissingAgent(deps, project, agent);
}

/** Ends it and its processes. Resolves when they are gone and what it had done is committed on its branch. */
export async function cancel(
  { deps, dispatcher }: TaskCommandDeps,
  task: Task,
  options: { readonly reason?: string | undefined; readonly force?: boolean | undefined },
  actor: string,
): Promise<Task> {
  const reason = options.reason ?? `cancelled by ${actor}`;
  const force = options.force === true;
  if (isLive(task)) {
    refuseIfPolicySays(task, force);
    const ran = await dispatcher.stopRun(task.id, { why: 'cancelled', reason, by: actor, force });
    if (ran) return current(deps, task);
  }
  return deps.store.tasks.change(task.id, { type: 'cancelled', reason, force }, { actor });
}

// The reducer refuses too, but only after the agent would have been stopped for nothing.
function refuseIfPolicySays(task: Task, force: boolean): void {
  if (task.policy !== 'develop' || force) return;
  throw new AppError(
    'invalid_transition',
    `Task ${label(task)} is ${task.state}; the develop policy does not cancel it.`,
    {
      next: 'Wait for it to end, or have an admin force it.',
      details: { task: task.id, state: task.state },
    },
  );
}

/** Gives a message to the agent: at its next turn while it works, else by waking it up in the same copy. */
export async function send(
  { deps, dispatcher }: TaskCommandDeps,
  task: Task,
  text: string,
  actor: string,
): Promise<Task> {
  const message = text.trim();
  if (message === '')
    throw new AppError('invalid_input', 'The message is empty.', { next: 'Say what the agent should do.' });
  const sent = await deps.store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    await within.events.append(task.id, [{ type: 'run.message', text: message, from: actor }], { actor });
    if (now.state === 'ready' || now.state === 'failed')
      return within.tasks.change(task.id, { type: 'sent_back', message }, { actor });
    if (now.state === 'paused')
      return within.tasks.change(
        task.id,
        { type: 'resumed', resume: { reason: 'message', message } },
        { actor },
      );
    if (!isLive(now) && now.state !== 'queued') throw notListening(now);
    await within.messages.add(task.id, message);
    return now;
  });
  dispatcher.notify(task.id);
  return sent;
}

function notListening(task: Task): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} is ${task.state}; no agent is listening.`, {
    next: 'Create a new task for it.',
    details: { task: task.id, state: task.state },
  });
}

/** Discards a ready result. Its commits and its branch are kept for the retention time. */
export async function dismiss({ deps }: TaskCommandDeps, task: Task, actor: string): Promise<Task> {
  const project = await deps.store.projects.get(task.projectId);
  const keepMs = project === undefined ? 0 : (await deps.settings(project)).keepMs;
  const keptUntil = deps.now() + keepMs;
  const dismissed = await deps.store.tasks.change(task.id, { type: 'dismissed', keptUntil }, { actor });
  await deps.workspaces.remove(deps.workspaces.dirOf(task.projectId, task.id));
  return dismissed;
}

/** Removes it from every list. Its log stays, and its last commit stays reachable in the hub's trash. */
export async function remove(commands: TaskCommandDeps, task: Task, actor: string): Promise<void> {
  const { deps } = commands;
  const stopped = isLive(task) ? await cancel(commands, task, { reason: 'deleted' }, actor) : task;
  await deps.store.tasks.change(stopped.id, { type: 'deleted' }, { actor });
  const hub = await hubOf(deps, task);
  if (hub !== null) await forget(hub, task);
  await deps.workspaces.removeAll(deps.workspaces.dirOf(task.projectId, task.id));
}

async function forget(hub: Hub, task: Task): Promise<void> {
  const head = await hub.pinned(pinName(task));
  if (head !== null) await hub.pin(`trash/${task.id}`, head);
  await hub.publish(task.branch, null);
}

async function hubOf(deps: EngineDeps, task: Task): Promise<Hub | null> {
  const project = await deps.store.projects.get(task.projectId);
  return project === undefined ? null : deps.workspaces.openHub(project.id, project.root);
}

async function current(deps: EngineDeps, task: Task): Promise<Task> {
  const now = await deps.store.tasks.get(task.id);
  if (now === undefined) throw new AppError('not_found', `Task ${label(task)} was removed.`);
  return now;
}
