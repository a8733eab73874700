// What a person and an agent told each other, as the table that Coder prints: TYPE and CONTENT, in the order of time.
import type { Client } from '../api/client.ts';
import { coderEndpoints } from '../api/coder-endpoints.ts';
import type { CoderLogEntryJson } from '../api/coder-schemas.ts';
import { AppError } from '../api/errors.ts';
import { coderView } from '../api/coder-view.ts';
import type { TaskJson } from '../api/schemas.ts';
import { print, printJson, say } from './context.ts';
import type { Context } from './context.ts';
import type { TableFlags } from './flags.ts';
import { clean, plural, widthOf } from './text.ts';

const columns = ['id', 'content', 'type', 'time'] as const;
type Column = (typeof columns)[number];
const usual: readonly Column[] = ['type', 'content'];

/** With `-o json` the entries alone. What is only kept, because no agent lives, is said on stderr. */
export async function printLogTable(
  context: Context,
  client: Client,
  task: TaskJson,
  flags: TableFlags,
): Promise<void> {
  const wanted = readColumns(flags.column);
  const params = { user: 'me', task: task.id };
  const { logs, snapshot } = await client.call(coderEndpoints.taskLogs, { params });
  if (flags.output === 'json') return printJson(context, logs);
  if (snapshot === true && logs.length > 0) {
    const { status } = coderView(task);
    say(context, `WARN: Task is ${status}. Showing last ${plural(logs.length, 'message')} from snapshot.\n`);
  }
  if (logs.length === 0) return say(context, 'No task logs found.');
  print(context, logTable(logs, wanted));
}

function readColumns(given: readonly string[] | undefined): readonly Column[] {
  if (given === undefined) return usual;
  return given
    .flatMap((text) => text.split(','))
    .map((text) => {
      const found = columns.find((name) => name === text.trim().toLowerCase());
      if (found !== undefined) return found;
      throw new AppError('invalid_input', `There is no column “${text.trim()}”.`, {
        next: `Choose from: ${columns.join(', ')}.`,
      });
    });
}

/** What an agent says has several lines: each stays, below its column. */
function logTable(logs: readonly CoderLogEntryJson[], names: readonly Column[]): string {
  const rows = logs.map((entry) => names.map((name) => clean(String(entry[name])).split('\n')));
  const all = [names.map((name) => [name.toUpperCase()]), ...rows];
  const widths = names.map((_, column) =>
    Math.max(...all.flatMap((row) => (row[column] ?? []).map(widthOf))),
  );
  const lines = all.flatMap((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, column) => {
          const text = cell[line] ?? '';
          return text + ' '.repeat((widths[column] ?? 0) - widthOf(text));
        })
        .join('  ')
        .trimEnd(),
    );
  });
  return lines.join('\n');
}
