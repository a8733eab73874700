// `tasklane task logs`: the thread of a task, as far as it goes, or on until the task comes to rest.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { isSettled } from '../../api/states.ts';
import type { EventJson, TaskJson } from '../../api/schemas.ts';
import { print, say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { follow } from '../follow.ts';
import { styleFor } from '../style.ts';
import { findTask } from '../task-ref.ts';
import type { TableFlags } from '../flags.ts';
import { threadItem } from '../thread-item.ts';
import { ThreadLines } from '../thread-lines.ts';
import { widthFor } from '../wrap.ts';

export interface LogsFlags extends TableFlags {
  readonly project?: string;
  readonly follow?: boolean;
}

export async function taskLogs(context: Context, ref: string, flags: LogsFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  if (wantsTable(context, flags)) {
    const { printLogTable } = await import('../log-table.ts');
    return printLogTable(context, client, task, flags);
  }
  const isLive = flags.follow === true && !isSettled(task);
  const printer = flags.json === true ? jsonPrinter(context) : threadPrinter(context, { announce: isLive });
  const last = await printSoFar(client, task, 0, printer.event);
  // It may have come to its end while that was read: then no further event will ever say so.
  const isOver = isLive && isSettled(await client.call(endpoints.showTask, { params: { task: task.id } }));
  if (isOver) await printSoFar(client, task, last, printer.event);
  if (isLive && !isOver) {
    const onNote = (text: string): void => say(context, `tasklane: ${text}`);
    await follow(
      client,
      task.id,
      { after: last, until: isSettled, onEvent: printer.event, onNote },
      new AbortController().signal,
    );
  }
  printer.end();
}

// The thread tells more, and can be followed; the table is what scripts for Coder read.
function wantsTable(context: Context, { follow, json, output, column }: LogsFlags): boolean {
  if (follow === true || json === true || output === 'text') return false;
  return output !== undefined || column !== undefined || context.isCoder;
}

interface Printer {
  readonly event: (event: EventJson) => void;
  readonly end: () => void;
}

function jsonPrinter(context: Context): Printer {
  return { event: (event) => print(context, JSON.stringify(event)), end: () => undefined };
}

function threadPrinter(context: Context, options: { readonly announce: boolean }): Printer {
  const width = (): number | undefined => widthFor(context.stdout);
  const thread = new ThreadLines(styleFor(context.stdout, context.env), {
    ...options,
    width,
    summaryFollows: false,
  });
  const write = (lines: readonly string[]): void => {
    for (const line of lines) print(context, `${line}\n`);
  };
  return {
    event: (event) => {
      const item = threadItem(event);
      if (item !== null) write(thread.add(item));
    },
    // A tool call that never ended is the one to look at.
    end: () => write([...thread.end(), ...thread.running.map((title) => `▶ ${title}`)]),
  };
}

async function printSoFar(
  client: Client,
  task: TaskJson,
  from: number,
  print: (event: EventJson) => void,
): Promise<number> {
  let after = from;
  for (;;) {
    const page = await client.call(endpoints.events, { query: { task: task.id, after, limit: 1000 } });
    for (const event of page.events) print(event);
    if (page.events.length === 0) return after;
    after = page.events.at(-1)?.id ?? after;
  }
}
