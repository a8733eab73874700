// `tasklane task status`: one row. With --watch it stays up to date until the task is at rest: in place on a terminal, a
// new row for each change elsewhere.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { isAtRest } from '../../api/states.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { follow } from '../follow.ts';
import { LiveView } from '../live-view.ts';
import { findTask } from '../task-ref.ts';
import { readColumns, statusColumns, taskTable } from '../coder-columns.ts';
import type { ColumnName } from '../column-names.ts';
import type { TableFlags } from '../flags.ts';
import { coderEndpoints } from '../../api/coder-endpoints.ts';

export interface StatusFlags extends TableFlags {
  readonly project?: string;
  readonly watch?: boolean;
}

export async function taskStatus(context: Context, ref: string, flags: StatusFlags): Promise<void> {
  const columns = readColumns(flags.column, statusColumns);
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const screen = screenFor(context, client, flags, columns);
  await screen.show(task);
  if (flags.watch === true && !isAtRest(task)) await watch(context, client, task, screen);
  screen.end();
}

interface Screen {
  show(task: TaskJson): void | Promise<void>;
  end(): void;
}

function screenFor(
  context: Context,
  client: Client,
  flags: StatusFlags,
  columns: readonly ColumnName[],
): Screen {
  if (flags.json === true) return changesOnly((task) => printJson(context, task));
  if (flags.output === 'json')
    return changesOnly(async ({ id }) => {
      const params = { user: 'me', task: id };
      printJson(context, await client.call(coderEndpoints.showTask, { params }));
    });
  const isLive = flags.watch === true && context.stdout.isTTY === true && context.env['TERM'] !== 'dumb';
  if (isLive) return liveScreen(context, columns);
  let isFirst = true;
  return changesOnly((task) => {
    const [header = '', row = ''] = rowsOf(context, task, columns);
    print(context, isFirst ? `${header}\n${row}` : row);
    isFirst = false;
  });
}

function changesOnly(show: (task: TaskJson) => void | Promise<void>): Screen {
  let version = -1;
  return {
    show: (task) => {
      if (task.version === version) return undefined;
      version = task.version;
      return show(task);
    },
    end: () => undefined,
  };
}

/** Drawn every second too, because the row says for how long. */
function liveScreen(context: Context, columns: readonly ColumnName[]): Screen {
  const view = new LiveView(context.stdout, (line) => line);
  let last: readonly string[] = [];
  let draw = (): void => undefined;
  const timer = setInterval(() => draw(), 1000).unref();
  return {
    show: (task) => {
      draw = () => {
        last = rowsOf(context, task, columns, (context.stdout.columns ?? 80) - 1);
        view.draw([], last[0] ?? '', last[1] ?? '');
      };
      draw();
    },
    end: () => {
      clearInterval(timer);
      view.draw(last, '', '');
    },
  };
}

async function watch(context: Context, client: Client, task: TaskJson, screen: Screen): Promise<void> {
  let isStale = false;
  let isLooking = false;
  let looking = Promise.resolve();
  // One look at a time: a stream begins with all that was, and one look after it shows what that came to.
  const look = async (): Promise<void> => {
    isLooking = true;
    try {
      while (isStale) {
        isStale = false;
        await screen.show(await client.call(endpoints.showTask, { params: { task: task.id } }));
      }
    } catch {
      // The stream itself says when nobody answers, and ends the watch when it stays like that.
    } finally {
      isLooking = false;
    }
  };
  const onEvent = (event: { readonly type: string }): void => {
    if (event.type !== 'task.changed') return;
    isStale = true;
    if (!isLooking) looking = look();
  };
  const onNote = (text: string): void => say(context, `tasklane: ${text}`);
  const options = { after: 0, until: isAtRest, onEvent, onNote };
  const ended = await follow(client, task.id, options, new AbortController().signal);
  await looking;
  if (ended !== null) await screen.show(ended.task);
}

function rowsOf(
  { isCoder, stdout }: Context,
  task: TaskJson,
  columns: readonly ColumnName[],
  width = stdout.columns,
): readonly string[] {
  const options = { columns, width, now: Date.now(), oneWord: true, inCoderWords: isCoder };
  return taskTable([task], options).split('\n');
}
