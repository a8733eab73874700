// The queue in words: who runs, and who waits for what, in the order in which they would start.
import type { QueueJson } from '../api/queue-schemas.ts';
import type { TaskJson } from '../api/schemas.ts';
import { label } from './summary.ts';
import { table } from './table.ts';
import { oneLine, plural } from './text.ts';
import { ago } from './time.ts';

export interface QueueOptions {
  readonly withProject: boolean;
  readonly isFirstPage: boolean;
  readonly columns: number | undefined;
  readonly now: number;
}

export function queueText(queue: QueueJson, options: QueueOptions): string {
  const blocks = [
    headline(queue),
    ...queue.running.map((task) => `  ${runningLine(task, options)}`),
    ...queue.planning.map((request) => `  ${planningLine(request, options)}`),
  ];
  if (queue.waiting.length > 0) blocks.push('', waitingTable(queue, options));
  if (queue.next_cursor !== null) {
    // On a later page it is not known how many were on those before.
    const rest = options.isFirstPage ? `${queue.total - queue.waiting.length} more` : 'more';
    blocks.push(`… and ${rest}; the next page: --cursor ${queue.next_cursor}`);
  }
  return blocks.join('\n');
}

function headline({ agents, project_agents: own, pressure, total }: QueueJson): string {
  const ofProject = own === null ? '' : `, ${own.busy} of ${own.limit} of this project`;
  const short = pressure === null ? '' : `; ${oneLine(pressure)}`;
  const waits = total === 1 ? '1 task waits' : `${total === 0 ? 'no' : total} tasks wait`;
  return `${agents.busy} of ${plural(agents.limit, 'agent')} busy${ofProject}; ${waits}${short}`;
}

function runningLine(task: TaskJson, { withProject, now }: QueueOptions): string {
  const step = task.step === null ? '' : `, ${oneLine(task.step)}`;
  const where = withProject ? ` in ${task.project_name}` : '';
  return `${label(task)}${where}: ${task.state}${step}, ${ago(task.state_since, now)}`;
}

function planningLine(request: QueueJson['planning'][number], { withProject }: QueueOptions): string {
  const { id, kind, agent, project_name: project, doing, text } = request;
  const where = withProject ? ` in ${project}` : '';
  const what = doing === null ? '' : `, ${oneLine(doing)}`;
  return `${kind} ${id.slice(0, 8)}${where} (${agent}): “${oneLine(text).slice(0, 60)}”${what}`;
}

function waitingTable({ waiting, next }: QueueJson, { withProject, columns, now }: QueueOptions): string {
  const header = ['#', 'NAME', 'PRIORITY', 'POLICY', 'WAITED', 'WHY'];
  const rows = waiting.map((task) => [
    ...(withProject ? [task.project_name] : []),
    String(task.number),
    task.name,
    task.priority,
    task.policy,
    ago(task.state_since, now),
    whyOf(task, next),
  ]);
  return table(withProject ? ['PROJECT', ...header] : header, rows, columns);
}

/** Why it waits, or that it does not. */
export function whyOf(task: TaskJson, next: string | null): string {
  if (task.hold !== null) return oneLine(task.hold.text);
  return task.id === next ? 'starts next' : 'starts now too';
}
