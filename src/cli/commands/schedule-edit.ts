// `tasklane schedule edit`.
import { endpoints } from '../../api/endpoints.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { givenText } from '../prompt-text.ts';
import type { ScheduleFlags } from './schedule-create.ts';

export interface ScheduleEditFlags extends Omit<ScheduleFlags, 'project'> {
  readonly text?: string;
  readonly ifVersion?: number;
}

/** An empty agent or model is that of the settings again. */
export async function editSchedule(
  context: Context,
  schedule: string,
  flags: ScheduleEditFlags,
): Promise<void> {
  const text = flags.text === undefined ? undefined : await givenText(context, [flags.text], 'text');
  const client = await openClient(context);
  const { cron, at, zone, makes, missed, name, ifVersion: version } = flags;
  const [agent, model] = [flags.agent, flags.model].map((given) => (given === '' ? null : given));
  const body = { text, cron, at, zone, makes, missed, name, agent, model, version };
  const edited = await client.call(endpoints.editSchedule, { params: { schedule }, body });
  if (wantsJson(flags)) return printJson(context, edited);
  say(context, `tasklane: schedule ${edited.name} makes a ${edited.makes} in ${edited.project_name}`);
  say(context, `next: ${edited.next_run}`);
}
