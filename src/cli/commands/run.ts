// `tasklane run`: one task from the words of a person to a result, watched.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { messageOf } from '../../api/errors.ts';
import { isAtRest } from '../../api/states.ts';
import type { EventJson, TaskCreateJson, TaskJson } from '../../api/schemas.ts';
import { isSameReader, print, say } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodeOfTask, exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { follow } from '../follow.ts';
import type { Followed } from '../follow.ts';
import { progressFor } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { givenText } from '../prompt-text.ts';
import { styleFor } from '../style.ts';
import { label, summarize } from '../summary.ts';
import { taskFieldsOf } from '../task-fields.ts';
import type { TaskFieldFlags } from '../task-fields.ts';
import { templateFieldsOf } from '../template-fields.ts';
import type { TemplateFlags } from '../template-fields.ts';
import { widthFor } from '../wrap.ts';
import { sayWarnings } from '../say-warnings.ts';

export interface RunFlags extends TaskFieldFlags, TemplateFlags {
  readonly project?: string;
  readonly name?: string;
  readonly apply?: boolean;
  readonly json?: boolean;
}

export async function run(context: Context, words: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const prompt = await givenText(context, words, 'prompt');
  const wanted = {
    prompt,
    ...taskFieldsOf(flags),
    ...templateFieldsOf(flags),
    ...(flags.name !== undefined && { name: flags.name }),
  };
  const startedAt = performance.now();
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, flags.project);
  const created = await createOrCancel(context, client, { ...wanted, project: project.id });
  if (created === null) return exitCodes.cancelled;
  if (flags.json !== true) sayWarnings(context, created);
  const progress = progressFor(context, { json: flags.json === true });
  const watched = await watch(context, client, created, progress, flags);
  if (watched === null) return exitCodes.cancelled;
  printResult(context, watched, flags, { tookMs: performance.now() - startedAt, progress });
  return exitCodeFor(watched, flags);
}

// Between the request and its answer nobody knows whether the task exists: a Ctrl-C there waits for the answer first.
async function createOrCancel(
  context: Context,
  client: Client,
  wanted: TaskCreateJson,
): Promise<TaskJson | null> {
  let isInterrupted = false;
  using _ = context.interrupts.take(() => {
    if (isInterrupted) process.exit(exitCodes.cancelled);
    isInterrupted = true;
  });
  const task = await client.call(endpoints.createTask, { body: wanted });
  if (!isInterrupted) return task;
  await client.call(endpoints.cancelTask, { params: { task: task.id }, body: { reason: 'Ctrl-C' } });
  say(context, `tasklane: cancelled ${label(task)}`);
  return null;
}

/** Null when the person left the task to itself. */
async function watch(
  context: Context,
  client: Client,
  created: TaskJson,
  progress: Progress,
  flags: RunFlags,
): Promise<TaskJson | null> {
  const detach = new AbortController();
  let presses = 0;
  let isApplying = false;
  using _ = context.interrupts.take(() => {
    presses += 1;
    if (isApplying && presses === 1)
      progress.note(`${applyGoesOn(created)} (Ctrl-C again leaves it to itself)`);
    else if (presses === 1) void cancelAloud(client, created, progress, detach.signal);
    else detach.abort();
  });
  try {
    progress.note(`task ${label(created)} in ${created.project_name}, by ${created.agent}`);
    const ended = await follow(
      client,
      created.id,
      { after: 0, until: isAtRest, onEvent: (event) => progress.event(event), onNote: progress.note },
      detach.signal,
    );
    const mayApply = flags.apply === true && presses === 0 && ended?.task.state === 'ready';
    isApplying = mayApply;
    const task = mayApply
      ? await applyWatched(client, ended, progress, detach.signal)
      : (ended?.task ?? null);
    if (task === null) progress.note(`left to itself; follow it with: tasklane task logs -f ${created.name}`);
    return task;
  } finally {
    detach.abort(); // a request that is still open must not keep this process
    progress.end();
  }
}

function applyGoesOn({ name }: TaskJson): string {
  return `an apply cannot be cancelled; it goes on, also without you: tasklane task logs -f ${name} (out of the merge queue: tasklane task withdraw ${name})`;
}

async function cancelAloud(
  client: Client,
  task: TaskJson,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress.note('cancelling… (Ctrl-C again leaves it to itself)');
  try {
    await client.call(endpoints.cancelTask, {
      params: { task: task.id },
      body: { reason: 'Ctrl-C' },
      signal,
    });
  } catch (error) {
    if (!signal.aborted) progress.note(`it could not be cancelled: ${messageOf(error)}`);
  }
}

// The apply answers when it has ended. Its events are shown meanwhile, however many states it goes through and comes back to;
// what the log has of it by then and was not shown yet is shown after the answer.
async function applyWatched(
  client: Client,
  ready: Followed,
  progress: Progress,
  signal: AbortSignal,
): Promise<TaskJson | null> {
  const task = ready.task.id;
  const ended = new AbortController();
  let last = ready.last;
  const onEvent = (event: EventJson): void => {
    last = event.id;
    progress.event(event);
  };
  const shown = follow(
    client,
    task,
    { after: last, until: () => false, onEvent, onNote: progress.note },
    AbortSignal.any([signal, ended.signal]),
  ).catch(() => undefined); // a stream that broke for good is made up for after the answer
  try {
    const applied = await client.call(endpoints.applyTask, { params: { task }, timeoutMs: 0, signal });
    ended.abort();
    await shown;
    await showRest(client, { task, after: () => last, onEvent });
    return applied;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    ended.abort();
  }
}

async function showRest(
  client: Client,
  { task, after, onEvent }: { task: string; after: () => number; onEvent: (event: EventJson) => void },
): Promise<void> {
  for (;;) {
    const { events } = await client.call(endpoints.events, { query: { task, after: after() } });
    if (events.length === 0) return;
    for (const event of events) onEvent(event);
  }
}

function printResult(
  context: Context,
  task: TaskJson,
  flags: RunFlags,
  shown: { readonly tookMs: number; readonly progress: Progress },
): void {
  const { stdout } = context;
  if (flags.json === true) return print(context, JSON.stringify({ type: 'summary', task }));
  if (stdout.isTTY === true) print(context, ''); // apart from the progress above it
  const summary = summarize(task, {
    style: styleFor(stdout, context.env),
    width: widthFor(stdout),
    tookMs: shown.tookMs,
    ref: task.name,
    isKnown: (words) => isSameReader(context) && shown.progress.hasSaid(words),
  });
  print(context, summary);
}

function exitCodeFor(task: TaskJson, flags: RunFlags): ExitCode {
  const wasRefused = flags.apply === true && task.state === 'ready';
  return wasRefused ? exitCodes.failure : exitCodeOfTask(task);
}
