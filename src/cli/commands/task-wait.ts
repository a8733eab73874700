// `tasklane task wait`: until the task is at rest. For scripts: it says nothing on the way, and the exit code is that of
// `run`.
import type { Client } from '../../api/client.ts';
import { isAtRest } from '../../api/states.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodeOfTask, exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { follow } from '../follow.ts';
import { styleFor } from '../style.ts';
import { label, summarize } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { parseSpan, span } from '../time.ts';
import { widthFor } from '../wrap.ts';

export interface WaitFlags extends TaskFlags {
  readonly timeout?: string;
}

export async function waitForTask(context: Context, ref: string, flags: WaitFlags): Promise<ExitCode> {
  const limitMs = flags.timeout === undefined ? null : parseSpan(flags.timeout, '--timeout');
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const ended = isAtRest(task) ? task : await untilAtRest(context, client, task, limitMs);
  if (ended === null) {
    say(context, `tasklane: ${label(task)} is not at rest after ${span(limitMs ?? 0)}; it goes on`);
    return exitCodes.timedOut;
  }
  if (wantsJson(flags)) printJson(context, ended);
  else {
    const style = styleFor(context.stdout, context.env);
    print(context, summarize(ended, { style, ref: ended.name, width: widthFor(context.stdout) }));
  }
  return exitCodeOfTask(ended);
}

/** Null when the time was over first. */
async function untilAtRest(
  context: Context,
  client: Client,
  task: TaskJson,
  limitMs: number | null,
): Promise<TaskJson | null> {
  const over = new AbortController();
  const timer = limitMs === null ? undefined : setTimeout(() => over.abort(), limitMs);
  try {
    const onNote = (text: string): void => say(context, `tasklane: ${text}`);
    const nothing = (): void => undefined;
    const options = { after: 0, until: isAtRest, onEvent: nothing, onNote };
    return (await follow(client, task.id, options, over.signal))?.task ?? null;
  } finally {
    clearTimeout(timer);
  }
}
