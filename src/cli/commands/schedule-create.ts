// `tasklane schedule create`.
import { endpoints } from '../../api/endpoints.ts';
import type { ScheduleCreateJson } from '../../api/schedule-schemas.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';

export interface ScheduleFlags extends OutputFlags {
  readonly cron?: string;
  readonly at?: string;
  readonly zone?: string;
  readonly makes?: ScheduleCreateJson['makes'];
  readonly missed?: ScheduleCreateJson['missed'];
  readonly name?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly project?: string;
}

export async function createSchedule(
  context: Context,
  words: readonly string[],
  { project: named, ...flags }: ScheduleFlags,
): Promise<void> {
  const text = await givenText(context, words, 'request');
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, named);
  const { cron, at, makes, missed, name, agent, model } = flags;
  // The clocks that count are those of the person, wherever the daemon is.
  const zone = flags.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const body = { project: project.id, text, zone, cron, at, makes, missed, name, agent, model };
  const made = await client.call(endpoints.createSchedule, { body });
  if (wantsJson(flags)) return printJson(context, made);
  say(context, `tasklane: schedule ${made.name} makes a ${made.makes} in ${made.project_name}`);
  say(context, `next: ${made.next_run}`);
}
