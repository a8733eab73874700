// `tasklane schedule list | show | pause | resume | run | delete`.
import { endpoints } from '../../api/endpoints.ts';
import type { ScheduleJson } from '../../api/schedule-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { runLine, scheduleLines } from '../schedule-lines.ts';
import { table } from '../table.ts';
import { oneLine } from '../text.ts';

export interface ScheduleListFlags extends OutputFlags {
  readonly project?: string;
}

export async function listSchedules(context: Context, flags: ScheduleListFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const query = project === null ? {} : { project: project.id };
  const { schedules } = await client.call(endpoints.listSchedules, { query });
  if (wantsJson(flags)) return printJson(context, { schedules });
  if (schedules.length === 0)
    return say(context, 'No schedules yet. Make one with: tasklane schedule create "…" --cron "0 9 * * 1-5"');
  const rows = schedules.map((one) => [
    one.name,
    one.makes,
    one.cron ?? 'once',
    one.state,
    oneLine(one.next_run),
  ]);
  print(context, table(['NAME', 'MAKES', 'WHEN', 'STATE', 'NEXT RUN'], rows, context.stdout.columns));
}

export async function showSchedule(context: Context, schedule: string, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const found = await client.call(endpoints.showSchedule, { params: { schedule } });
  if (wantsJson(flags)) return printJson(context, found);
  print(context, scheduleLines(found));
}

const calls = {
  pause: endpoints.pauseSchedule,
  resume: endpoints.resumeSchedule,
  run: endpoints.runSchedule,
} as const;

/** A run that came to nothing is a failure. */
export async function changeSchedule(
  context: Context,
  how: keyof typeof calls,
  schedule: string,
  flags: OutputFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const changed = await client.call(calls[how], { params: { schedule } });
  const last = how === 'run' ? changed.runs.at(-1) : undefined;
  if (wantsJson(flags)) printJson(context, changed);
  else say(context, last === undefined ? stateLine(changed) : runLine(changed, last));
  return last?.outcome === 'failed' ? exitCodes.failure : exitCodes.ok;
}

function stateLine({ name, next_run: next }: ScheduleJson): string {
  return `tasklane: schedule ${name}: ${next}`;
}

export async function deleteSchedule(context: Context, schedule: string): Promise<void> {
  const client = await openClient(context);
  await client.call(endpoints.deleteSchedule, { params: { schedule } });
  say(context, `tasklane: schedule ${schedule} is deleted; what it made stays`);
}
