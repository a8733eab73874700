// `tasklane task apply`: one task to its end with all that it came to, or several with a line for each.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { MergeEnterJson } from '../../api/merge-schemas.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { pullRequestLine } from '../pull-request-line.ts';
import { styleFor } from '../style.ts';
import { label, summarize } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { widthFor } from '../wrap.ts';

export interface ApplyFlags extends TaskFlags {
  readonly all?: boolean;
  readonly priority?: NonNullable<MergeEnterJson['priority']>;
  readonly wait: boolean;
}

/** It is refused when the merge conflicts or the merged version fails its checks: then exit code 1, and why. */
export async function applyTasks(
  context: Context,
  refs: readonly string[],
  flags: ApplyFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const [only, ...more] = refs;
  if ((only === undefined) !== (flags.all === true))
    throw new AppError('invalid_input', 'It is not said which tasks are to be applied.', {
      next: 'Name them, or apply all that are ready with --all; not both.',
    });
  if (only !== undefined && more.length === 0) return applyOne(context, client, only, flags);
  return applySeveral(context, client, refs, flags);
}

async function applyOne(context: Context, client: Client, ref: string, flags: ApplyFlags): Promise<ExitCode> {
  const task = await findTask(context, client, ref, flags);
  if (context.stderr.isTTY === true) say(context, `applying ${label(task)}: ${whatHappens(task)}…`);
  // The daemon does it, and no connection is needed for that.
  using _ = goesOn(context, `watch it with: tasklane task logs -f ${task.name}`);
  const { priority, wait } = flags;
  const body = { wait, ...(priority !== undefined && { priority }) };
  const applied = await client.call(endpoints.applyTask, { params: { task: task.id }, body, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, applied);
  else print(context, inWords(context, applied));
  return isFine(applied, flags) ? exitCodes.ok : exitCodes.failure;
}

/** With `--no-wait` it is enough that it stands in the queue; a pull request is for others to decide. */
function isFine(applied: TaskJson, { wait }: ApplyFlags): boolean {
  return applied.state === 'done' || isAsked(applied) || (!wait && applied.merge !== null);
}

/** A git host was asked to take it, and has not decided. */
function isAsked(task: TaskJson): boolean {
  return task.state === 'ready' && task.notice === null && task.pull_request?.state === 'open';
}

function whatHappens(task: TaskJson): string {
  const hasChecks = (task.result?.checks.length ?? 0) > 0;
  return hasChecks ? 'merging, and checking the merged version' : 'merging into the branch';
}

// Whoever applies it has read what the agent says of it; what happened to the branch is the news.
function inWords(context: Context, applied: TaskJson): string {
  return summarize(applied, {
    style: styleFor(context.stdout, context.env),
    ref: applied.name,
    width: widthFor(context.stdout),
    isKnown: () => true,
  });
}

async function applySeveral(
  context: Context,
  client: Client,
  refs: readonly string[],
  flags: ApplyFlags,
): Promise<ExitCode> {
  const tasks = await Promise.all(refs.map(async (ref) => findTask(context, client, ref, flags)));
  const project = await projectOf(context, client, tasks, flags);
  const body = {
    project,
    ...(tasks.length > 0 && { tasks: tasks.map((task) => task.id) }),
    ...(flags.priority !== undefined && { priority: flags.priority }),
  };
  const { entered, refused, queue } = await client.call(endpoints.enterMergeQueue, { body });
  using _ = goesOn(context, 'look at it with: tasklane queue merges');
  const applied = await Promise.all(entered.map(async (id) => outcomeOf(client, id, flags.wait)));
  if (wantsJson(flags)) printJson(context, { tasks: applied, refused, queue });
  else {
    for (const task of applied) print(context, lineOf(task));
    for (const { message, next } of refused)
      print(context, `${message}${next === null ? '' : `\n  next: ${next}`}`);
    if (applied.length + refused.length === 0) say(context, 'Nothing is ready to be applied.');
  }
  return refused.length === 0 && applied.every((task) => isFine(task, flags))
    ? exitCodes.ok
    : exitCodes.failure;
}

/** Who is in the queue already joins the wait for its end. */
async function outcomeOf(client: Client, id: string, wait: boolean): Promise<TaskJson> {
  const params = { task: id };
  if (!wait) return client.call(endpoints.showTask, { params });
  try {
    return await client.call(endpoints.applyTask, { params, timeoutMs: 0 });
  } catch (error) {
    // It was faster than the question.
    if (!(error instanceof AppError) || error.code !== 'invalid_transition') throw error;
    return client.call(endpoints.showTask, { params });
  }
}

async function projectOf(
  context: Context,
  client: Client,
  tasks: readonly TaskJson[],
  flags: ApplyFlags,
): Promise<string> {
  const [project, other] = new Set(tasks.map((task) => task.project_id));
  if (other !== undefined)
    throw new AppError('invalid_input', 'The tasks are of several projects, each with a branch of its own.', {
      next: 'Apply those of one project at a time.',
    });
  if (project !== undefined) return project;
  const here = await findProject(context, client, flags.project);
  if (here !== null) return here.id;
  throw new AppError('invalid_input', 'This folder is no project, so --all says nothing.', {
    next: 'Add --project DIR (or its name).',
  });
}

function lineOf(task: TaskJson): string {
  if (task.state === 'done')
    return `${label(task)}: applied as ${task.applied_commit?.slice(0, 10) ?? 'nothing new'}`;
  if (isAsked(task)) return `${label(task)}: ${pullRequestLine(task.pull_request)}`;
  if (task.merge !== null) return `${label(task)}: in the merge queue, at place ${task.merge.position}`;
  const why = task.notice === null ? '' : `; ${task.notice.message}\n  next: ${task.notice.next}`;
  return `${label(task)}: ${task.state}${why}`;
}

function goesOn(context: Context, how: string): Disposable {
  return context.interrupts.take(() => {
    say(context, `tasklane: the apply goes on without you; ${how}`);
    process.exit(exitCodes.cancelled);
  });
}
