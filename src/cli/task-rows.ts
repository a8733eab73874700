// Tasks as rows of a table: what needs to be known of many at a glance.
import type { TaskJson } from '../api/schemas.ts';
import { label, questionOf } from './summary.ts';
import { table } from './table.ts';
import { oneLine } from './text.ts';
import { ago } from './time.ts';

export interface RowOptions {
  readonly withProject: boolean;
  readonly columns: number | undefined;
  readonly now: number;
}

export function taskTable(tasks: readonly TaskJson[], options: RowOptions): string {
  const header = ['#', 'NAME', 'STATE', 'CHANGED', 'AGENT', 'MESSAGE'];
  const rows = tasks.map((task) => [
    String(task.number),
    task.name,
    task.state,
    ago(task.state_since, options.now),
    task.agent,
    messageOf(task),
  ]);
  if (!options.withProject) return table(header, rows, options.columns);
  const projects = tasks.map((task) => task.project_name);
  return table(
    ['PROJECT', ...header],
    rows.map((row, index) => [projects[index] ?? '', ...row]),
    options.columns,
  );
}

/** The one thing worth saying about a task: why it waits, what happens, what went wrong, or what it is. */
function messageOf(task: TaskJson): string {
  const question = questionOf(task);
  if (question !== null) return oneLine(`waits for you: ${question}`);
  const said = task.failure?.message ?? task.notice?.message ?? task.hold?.text ?? task.step ?? '';
  return oneLine(said) || oneLine(task.title) || label(task);
}
