// What people do with tasks that exist. Each command is one transition, and the effects that belong to it.
import { AppError } from '../domain/errors.ts';
import type { RetryPatch } from '../domain/lifecycle.ts';
import { reduce } from '../domain/lifecycle.ts';
import { mergeOf } from '../domain/merge-entry.ts';
import { isOpen } from '../domain/pull-request.ts';
import { refuseModel } from '../domain/model-place.ts';
import { isInside } from '../domain/inside-task.ts';
import { isLive, isOutside, label } from '../domain/task.ts';
import type { Priority, Task } from '../domain/task.ts';
import type { ChangeOptions } from '../store/store.ts';
import { complete } from './complete.ts';
import { changedLimits } from './changed-limits.ts';
import type { WantedLimits } from './changed-limits.ts';
import { refuseMissingAgent } from './create-task.ts';
import type { EngineDeps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import { closeOpen } from './close-inquiries.ts';
import type { MergeQueue } from './merge-queue/merge-queue.ts';
import { refusePartOfPhase } from './phase/refuse-apply.ts';
import type { PullRequests } from './pull-request/pull-requests.ts';
import { refuseUnappliedStack } from './stack.ts';
import type { Trash } from './trash/trash.ts';

export interface TaskCommandDeps {
  readonly deps: EngineDeps;
  readonly dispatcher: Dispatcher;
  readonly merges: MergeQueue;
  readonly pullRequests: PullRequests;
  readonly trash: Trash;
}

export async function accept({ deps }: TaskCommandDeps, task: Task, by: ChangeOptions): Promise<Task> {
  return deps.store.tasks.change(task.id, { type: 'accepted' }, by);
}

/** Puts a draft, or a failed task that nobody will retry, away. */
export async function archive({ deps }: TaskCommandDeps, task: Task, by: ChangeOptions): Promise<Task> {
  return deps.store.tasks.change(task.id, { type: 'archived' }, by);
}

export interface ApplyOptions {
  /** In the merge queue; otherwise that of the task. */
  readonly priority?: Priority | undefined;
  /** Answers as soon as it is in the merge queue. */
  readonly noWait?: boolean | undefined;
}

/**
 * Puts it into the merge queue, and waits until it has left it again: done, or ready with a notice. Where the project asks a git
 * host instead, it is ready with its pull request, or with a notice.
 */
export async function apply(
  { deps, merges, pullRequests }: TaskCommandDeps,
  task: Task,
  { priority, noWait }: ApplyOptions,
  by: ChangeOptions,
): Promise<Task> {
  if (task.state === 'waiting' && task.waitingFor === 'idle') throw notComplete(task);
  await refusePartOfPhase(deps, task);
  await refuseUnappliedStack(deps, task);
  if (mergeOf(task) === null && (await pullRequests.isWanted(task))) return pullRequests.open(task, by);
  const entered = await merges.enter(task, by, priority);
  return noWait === true ? entered : merges.outcome(task.id);
}

export interface AppliedAll {
  /** In the order in which they entered. */
  readonly entered: readonly Task[];
  readonly refused: readonly { readonly task: Task; readonly error: AppError }[];
}

/** Puts all of them into the merge queue at once, so that they are tested together from the beginning. */
export async function applyAll(
  { deps, merges, pullRequests }: TaskCommandDeps,
  tasks: readonly Task[],
  priority: Priority | undefined,
  by: ChangeOptions,
): Promise<AppliedAll> {
  const refused: { task: Task; error: AppError }[] = [];
  const fit: Task[] = [];
  for (const task of tasks) {
    try {
      if (task.state === 'waiting' && task.waitingFor === 'idle') throw notComplete(task);
      if (mergeOf(task) === null) reduce(task, { type: 'apply_queued', priority: 'normal', by: by.actor }, 0);
      await refusePartOfPhase(deps, task);
      await refuseUnappliedStack(deps, task);
      fit.push(task);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ task, error });
    }
  }
  const [first] = fit;
  if (first !== undefined && (await pullRequests.isWanted(first))) {
    const { entered, left } = await pullRequests.openAll(fit, by);
    return { entered, refused: [...refused, ...left] };
  }
  const { entered, left } = await merges.enterAll(fit, by, priority);
  return { entered, refused: [...refused, ...left] };
}

/** Out of the merge queue; or its pull request is closed. */
export async function withdraw(
  { merges, pullRequests }: TaskCommandDeps,
  task: Task,
  by: ChangeOptions,
): Promise<Task> {
  if (task.state === 'ready' && mergeOf(task) === null && isOpen(task.pullRequest))
    return pullRequests.close(task, by);
  return merges.withdraw(task, by);
}

function notComplete(task: Task): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} is not ready: its agent waits for you.`, {
    next: 'Complete it first, so that its work is checked: tasklane task complete.',
    details: { task: task.id, state: task.state, event: 'apply_queued' },
  });
}

export interface RetryOptions extends WantedLimits {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * A new attempt from a fresh copy of the newest branch head; the work of the one before stays reachable in the hub. A
 * queued task that backs off after an error starts now instead, and goes on in its copy.
 */
export async function retry(
  { deps }: TaskCommandDeps,
  task: Task,
  options: RetryOptions,
  by: ChangeOptions,
): Promise<Task> {
  if (task.state === 'queued') return hurry(deps, task, options, by);
  if (options.agent !== undefined || options.model !== undefined) await refuseOther(deps, task, options);
  const patch: RetryPatch = {
    limits: changedLimits(task.limits, options),
    // A model belongs to its agent: another agent begins with its own.
    ...(options.agent !== undefined && { agent: options.agent, model: null }),
    ...(options.model !== undefined && { model: options.model }),
  };
  return deps.store.transition(async (within) => {
    const retried = await within.tasks.change(task.id, { type: 'retried', patch }, by);
    await dropQuestions(within, deps, task, by.actor, 'a new attempt begins');
    return retried;
  });
}

async function hurry(deps: EngineDeps, task: Task, options: RetryOptions, by: ChangeOptions): Promise<Task> {
  const details = { task: task.id, state: task.state };
  if (task.state !== 'queued' || task.notBefore === null || task.notBefore <= deps.now())
    throw new AppError('invalid_transition', `Task ${label(task)} is queued and does not back off.`, {
      next: 'See why it waits with `tasklane queue`; an agent that is held goes on with `tasklane agents resume NAME`.',
      details,
    });
  if (Object.values(options).some((value) => value !== undefined))
    throw new AppError('invalid_transition', `Task ${label(task)} backs off, and goes on as it was begun.`, {
      next: 'Retry it without options to start it now; for another agent or model, cancel it and create it anew.',
      details,
    });
  return deps.store.tasks.change(task.id, { type: 'hurried' }, by);
}

async function refuseOther(deps: EngineDeps, task: Task, { agent, model }: RetryOptions): Promise<void> {
  const project = await deps.store.projects.get(task.projectId);
  if (project === undefined) return;
  const entry = await refuseMissingAgent(deps, project, agent ?? task.agent);
  if (model !== undefined) refuseModel(entry, model);
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
    // Its agent goes on without it; what it says of the end comes too late to count.
    const { parentId, subagent } = task;
    if (parentId !== null && subagent?.run != null) await dispatcher.stopSubagent(parentId, subagent.run);
    const ran = await dispatcher.stopRun(task.id, { why: 'cancelled', reason, by: actor, force });
    if (ran) {
      await deps.store.transition(async (within) =>
        dropQuestions(within, deps, task, actor, 'the task was cancelled'),
      );
      return current(deps, task);
    }
  }
  return deps.store.transition(async (within) => {
    const now = await within.tasks.get(task.id);
    if (now !== undefined && isInside(now) && now.state === 'cancelled') return now;
    await dropQuestions(within, deps, task, actor, 'the task was cancelled');
    return within.tasks.change(task.id, { type: 'cancelled', reason, force }, { actor });
  });
}

// Nobody would hear the answer.
async function dropQuestions(
  within: Parameters<typeof closeOpen>[0],
  { now }: Pick<EngineDeps, 'now'>,
  { id }: Pick<Task, 'id'>,
  actor: string,
  reason: string,
): Promise<void> {
  await closeOpen(within, id, 'question', { kind: 'void', at: now(), reason }, actor);
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

/** Stops its agent. Resolves when its processes are gone, what it had done is committed, and copy and session are kept. */
export async function pause({ deps, dispatcher }: TaskCommandDeps, task: Task, actor: string): Promise<Task> {
  const event = { type: 'paused' } as const;
  if (isLive(task) && isOutside(task)) throw notOurs(task);
  // Asked before anything is stopped: a refusal must not cost the agent its turn.
  reduce(task, event, deps.now());
  if (await dispatcher.stopRun(task.id, { why: 'paused', by: actor })) {
    const now = await current(deps, task);
    if (now.state === 'paused') return now;
  }
  return deps.store.tasks.change(task.id, event, { actor });
}

function notOurs(task: Task): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} is done by an agent from outside.`, {
    next: 'Have that agent give it back (release), or cancel the task.',
    details: { task: task.id, state: task.state, event: 'paused' },
  });
}

/** Puts a paused task into the queue again, to go on in its copy and session. */
export async function resume({ deps }: TaskCommandDeps, task: Task, by: ChangeOptions): Promise<Task> {
  const resumed = { reason: 'resumed', message: null } as const;
  return deps.store.tasks.change(task.id, { type: 'resumed', resume: resumed }, by);
}

/** Opens a failed task as a draft again: a person changes what it asks for, and accepts it. */
export async function replan({ deps }: TaskCommandDeps, task: Task, by: ChangeOptions): Promise<Task> {
  return deps.store.tasks.change(task.id, { type: 'replanned' }, by);
}

/** Has the work of an agent that waits for a person checked and made ready for review. */
export async function completeTask(
  { deps, dispatcher }: TaskCommandDeps,
  task: Task,
  actor: string,
): Promise<Task> {
  const completed = await complete(deps.store, task, actor);
  dispatcher.notify(task.id);
  return completed;
}

/** Discards a ready result. Its commits and its branch are kept for the retention time. */
export async function dismiss({ deps }: TaskCommandDeps, task: Task, by: ChangeOptions): Promise<Task> {
  const project = await deps.store.projects.get(task.projectId);
  const keepMs = project === undefined ? 0 : (await deps.settings(project)).keepMs;
  const keptUntil = deps.now() + keepMs;
  const dismissed = await deps.store.tasks.change(task.id, { type: 'dismissed', keptUntil }, by);
  await deps.workspaces.remove(deps.workspaces.dirOf(task.projectId, task.id));
  return dismissed;
}

/** Removes it from every list. Its log stays, and its work is in the trash. */
export async function remove(commands: TaskCommandDeps, task: Task, actor: string): Promise<void> {
  const { deps, trash } = commands;
  const stopped = isLive(task) ? await cancel(commands, task, { reason: 'deleted' }, actor) : task;
  // Asked before its copy is touched.
  reduce(stopped, { type: 'deleted' }, deps.now());
  await trash.put(stopped, async () =>
    deps.store.transition(async (within) => {
      await dropQuestions(within, deps, task, actor, 'the task was deleted');
      return within.tasks.change(stopped.id, { type: 'deleted' }, { actor });
    }),
  );
}

async function current(deps: EngineDeps, task: Task): Promise<Task> {
  const now = await deps.store.tasks.get(task.id);
  if (now === undefined) throw new AppError('not_found', `Task ${label(task)} was removed.`);
  return now;
}
