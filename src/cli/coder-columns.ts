// The columns of tables of tasks: those of Coder's command line, by its names, and what else our tasks have.
import { coderView } from '../api/coder-view.ts';
import type { TaskJson } from '../api/schemas.ts';
import { AppError } from '../api/errors.ts';
import { columnNames } from './column-names.ts';
import type { ColumnName } from './column-names.ts';
import { conflictWords } from './conflict-words.ts';
import { table } from './table.ts';
import { questionOf } from './summary.ts';
import { oneLine } from './text.ts';

interface Cell {
  readonly task: TaskJson;
  readonly view: ReturnType<typeof coderView>;
  readonly now: number;
  readonly inCoderWords: boolean;
}

const columns: Readonly<Record<ColumnName, (cell: Cell) => string>> = {
  number: ({ task }) => String(task.number),
  project: ({ task }) => task.project_name,
  id: ({ task }) => task.id,
  'organization id': ({ task }) => task.project_id,
  'owner name': ({ task }) => task.owner ?? '',
  name: ({ task }) => task.name,
  'display name': ({ task }) => task.title,
  'template id': ({ task }) => task.template?.id ?? '',
  'template version id': ({ task }) => task.template?.version_id ?? '',
  'template name': ({ task }) => task.template?.name ?? '',
  'workspace id': ({ task }) => task.id,
  'workspace name': ({ task }) => task.name,
  'workspace status': ({ view }) => view.workspace,
  'initial prompt': ({ task }) => task.prompt,
  agent: ({ task }) => task.agent,
  status: ({ view }) => view.status,
  healthy: ({ view }) => String(view.health?.healthy === true),
  state: ({ view }) => view.state,
  // Ours: what the state is called in our own API.
  'task state': ({ task }) => task.state,
  'state changed': ({ task, now }) => `${elapsed(task.state_since, now)} ago`,
  message: (cell) => messageOf(cell),
  conflicts: ({ task }) => conflictWords(task) ?? '',
  'created at': ({ task }) => task.created_at,
  'updated at': ({ task }) => task.updated_at,
};

/** Of `task list`. */
export const listColumns: readonly ColumnName[] = ['name', 'status', 'state', 'state changed', 'message'];
/** Of `task status`. */
export const statusColumns: readonly ColumnName[] = [
  'state changed',
  'status',
  'healthy',
  'state',
  'message',
];

/** `name,state changed` in any case, also given several times. Throws `invalid_input` for a name that there is not. */
export function readColumns(
  given: readonly string[] | undefined,
  usual: readonly ColumnName[],
): readonly ColumnName[] {
  if (given === undefined) return usual;
  const names = given.flatMap((text) => text.split(',')).map((name) => name.trim().toLowerCase());
  return names.map((name) => {
    const found = columnNames.find((one) => one === name);
    if (found !== undefined) return found;
    throw new AppError('invalid_input', `There is no column “${name}”.`, {
      next: `Choose from: ${columnNames.join(', ')}.`,
    });
  });
}

export interface TaskTable {
  readonly columns: readonly ColumnName[];
  /** Of the terminal; undefined where there is none. */
  readonly width: number | undefined;
  readonly now: number;
  /** Scripts take the columns of `status` apart at blanks, so how long ago it was is one word there. */
  readonly oneWord?: boolean;
  /** Without ours for tasks that wait for a person. */
  readonly inCoderWords: boolean;
}

/** One row a task, the header first. */
export function taskTable(
  tasks: readonly TaskJson[],
  { columns: names, width, now, oneWord, inCoderWords }: TaskTable,
): string {
  const rows = tasks.map((task) => {
    const cell = { task, view: coderView(task), now, inCoderWords };
    return names.map((name) => {
      if (name === 'state changed' && oneWord === true) return elapsed(task.state_since, now);
      return oneLine(columns[name](cell).replaceAll('\n', ' '));
    });
  });
  return table(
    names.map((name) => name.toUpperCase()),
    rows,
    width,
  );
}

// What somebody is asked is worth more than what the agent said last.
function messageOf({ task, view, inCoderWords }: Cell): string {
  const question = inCoderWords ? null : questionOf(task);
  if (question !== null) return `waits for you: ${oneLine(question)}`;
  const conflicts = inCoderWords ? null : conflictWords(task);
  const message = task.notice?.message ?? view.message;
  return conflicts === null ? message : `conflicts with ${conflicts}${message === '' ? '' : ` · ${message}`}`;
}

/** As Coder writes a time: `42s`, `5m3s`, `2h10m`, `3d4h`. */
function elapsed(iso: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit));
  if (minutes === 0) return `${seconds}s`;
  if (hours === 0) return `${minutes}m${seconds % 60}s`;
  if (days === 0) return `${hours}h${(minutes ?? 0) % 60}m`;
  return `${days}d${(hours ?? 0) % 24}h`;
}
