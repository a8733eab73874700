// A schedule as it is written in a form, and what is sent of it.
import type { ScheduleCreateJson, ScheduleEditJson, ScheduleJson } from '../../src/api/schedule-schemas.ts';

/** All texts, as fields of a form are. */
export interface ScheduleFields {
  readonly text: string;
  readonly name: string;
  readonly makes: ScheduleJson['makes'];
  /** Which of `cron` and `at` counts. */
  readonly repeats: 'again' | 'once';
  readonly cron: string;
  /** By the clocks of the zone, such as `2026-12-01T09:00`. */
  readonly at: string;
  readonly zone: string;
  readonly missed: ScheduleJson['missed'];
  /** Empty: that of the settings. */
  readonly agent: string;
  readonly model: string;
}

export type FieldName = keyof ScheduleFields;

export const fieldTitles: Readonly<Record<FieldName, string>> = {
  text: 'What is to be done',
  name: 'Name',
  makes: 'Makes',
  repeats: 'When',
  cron: 'Cron expression',
  at: 'Time',
  zone: 'Time zone',
  missed: 'Missed times',
  agent: 'Agent',
  model: 'Model',
};

/** `zone`: that of the person. */
export function newFields(zone: string): ScheduleFields {
  return {
    text: '',
    name: '',
    makes: 'task',
    repeats: 'again',
    cron: '0 9 * * 1-5',
    at: '',
    zone,
    missed: 'once',
    agent: '',
    model: '',
  };
}

export function fieldsOf(schedule: ScheduleJson): ScheduleFields {
  const { text, name, makes, cron, at, zone, missed, agent, model } = schedule;
  return {
    text,
    name,
    makes,
    repeats: cron === null ? 'once' : 'again',
    cron: cron ?? '',
    at: at === null ? '' : clockTime(at, zone),
    zone,
    missed,
    agent: agent ?? '',
    model: model ?? '',
  };
}

export function createBody(project: string, fields: ScheduleFields): ScheduleCreateJson {
  const { text, makes, missed, zone } = fields;
  return {
    project,
    text,
    makes,
    missed,
    ...timeOf(fields),
    zone: zone.trim(),
    ...(fields.name.trim() !== '' && { name: fields.name.trim() }),
    ...(fields.agent !== '' && { agent: fields.agent }),
    ...(fields.model.trim() !== '' && { model: fields.model.trim() }),
  };
}

/** What reads otherwise than it began; null when that is nothing. */
export function editBody(
  base: ScheduleFields,
  mine: ScheduleFields,
  version: number,
): ScheduleEditJson | null {
  const is = (...names: readonly FieldName[]): boolean => names.some((name) => base[name] !== mine[name]);
  // Another zone is another moment: what is meant are its clocks.
  const isOtherTime = is('repeats', 'zone', mine.repeats === 'once' ? 'at' : 'cron');
  const body: ScheduleEditJson = {
    ...(is('text') && { text: mine.text }),
    ...(is('name') && { name: mine.name.trim() }),
    ...(is('makes') && { makes: mine.makes }),
    ...(isOtherTime && { ...timeOf(mine), zone: mine.zone.trim() }),
    ...(is('missed') && { missed: mine.missed }),
    ...(is('agent') && { agent: mine.agent === '' ? null : mine.agent }),
    ...(is('model') && { model: mine.model.trim() === '' ? null : mine.model.trim() }),
  };
  return Object.keys(body).length === 0 ? null : { ...body, version };
}

/** `2026-12-01T09:00`, by the clocks of the zone. */
function clockTime(at: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(Date.parse(at));
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

function timeOf({ repeats, cron, at }: ScheduleFields): { readonly cron: string } | { readonly at: string } {
  return repeats === 'once' ? { at } : { cron: cron.trim() };
}
