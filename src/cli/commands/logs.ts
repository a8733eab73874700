// `tasklane logs`: what the start of a workspace said, line by line: its phases, the setup script, remarks, checks.
import type { Client } from '../../api/client.ts';
import { coderEndpoints } from '../../api/coder-endpoints.ts';
import { isAtRest } from '../../api/states.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { follow } from '../follow.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { clean } from '../text.ts';

export interface BuildLogsFlags extends TaskFlags {
  readonly follow?: boolean;
  /** Of which build; a workspace of ours has one log. */
  readonly buildNumber?: number;
}

export async function buildLogs(context: Context, ref: string, flags: BuildLogsFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const shown = { after: 0 };
  await printNew(context, client, task, flags, shown);
  if (flags.follow !== true || isAtRest(task)) return;
  let printing = Promise.resolve();
  const onEvent = ({ type }: { readonly type: string }): void => {
    if (!/^(?:run|task)\./.test(type)) return;
    printing = printing.then(() => printNew(context, client, task, flags, shown));
    // Told when it is awaited below; until then it must not count as forgotten.
    printing.catch(() => undefined);
  };
  const onNote = (text: string): void => say(context, `tasklane: ${text}`);
  const options = { after: 0, until: isAtRest, onEvent, onNote };
  await follow(client, task.id, options, new AbortController().signal);
  await printing;
}

async function printNew(
  context: Context,
  client: Client,
  { id }: TaskJson,
  flags: BuildLogsFlags,
  shown: { after: number },
): Promise<void> {
  const params = { task: id };
  const lines = await client.call(coderEndpoints.buildLogs, { params, query: { after: shown.after } });
  shown.after = lines.at(-1)?.id ?? shown.after;
  if (wantsJson(flags)) return lines.length === 0 ? undefined : printJson(context, lines);
  for (const { created_at: at, log_level: level, stage, output } of lines) {
    const mark = level === 'info' ? '' : `[${level}] `;
    print(context, `${at} ${stage.padEnd(18)} ${mark}${clean(output)}`);
  }
}
