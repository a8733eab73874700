// A schedule for people: when it runs next, and what came of its last runs.
import type { ScheduleJson } from '../api/schedule-schemas.ts';
import { clean } from './text.ts';

export function scheduleLines(schedule: ScheduleJson): string {
  const { name, makes, project_name: project, cron, at, zone, agent, model, missed, text } = schedule;
  const who = [agent, model].filter((one) => one !== null).join(' ');
  return [
    `${name}: makes a ${makes} in ${project}${who === '' ? '' : ` with ${who}`}`,
    `next:    ${schedule.next_run}`,
    `when:    ${cron ?? at ?? ''} (${zone})`,
    `missed:  ${missed === 'once' ? 'one run for all that passed unseen' : 'what passed unseen is skipped'}`,
    `by:      ${schedule.created_by}`,
    '',
    ...text.split('\n').map((line) => `  ${line}`),
    ...(schedule.runs.length === 0 ? [] : ['', 'Last runs:']),
    ...schedule.runs.map((run) => `  ${runLine(schedule, run)}`),
  ]
    .map(clean)
    .join('\n');
}

/** `2026-11-23T08:00:00.000Z: made task 7f3d2a10`. */
export function runLine({ makes }: Pick<ScheduleJson, 'makes'>, run: ScheduleJson['runs'][number]): string {
  const made = run.task_id ?? run.request_id;
  const what = made === null ? run.outcome : `made ${makes} ${made.slice(0, 8)}`;
  const missed = run.missed === 0 ? '' : `, ${run.missed} before it passed unseen`;
  const reason = run.reason === null ? '' : `: ${run.reason}`;
  return `${run.due_at}${run.by === null ? '' : ` (${run.by})`}: ${what}${missed}${reason}`;
}
