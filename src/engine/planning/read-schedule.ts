// From what a person wrote to a schedule: its words, its name, its time. Each refusal says which field it is about.
import { AppError } from '../../domain/errors.ts';
import { firstFree, slug, titleOf } from '../../domain/names.ts';
import type { MissedPolicy, Schedule, ScheduleMakes, SchedulePatch } from '../../domain/planning/schedule.ts';
import { readWhen } from './read-when.ts';
import type { WrittenWhen } from './read-when.ts';

export interface CreateSchedule extends WrittenWhen {
  /** Id or name. */
  readonly project: string;
  readonly name?: string | undefined;
  readonly text: string;
  readonly makes?: ScheduleMakes | undefined;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly missed?: MissedPolicy | undefined;
  /** Whether who asks may move the branch. */
  readonly mayApply: boolean;
}

/** What is left out stays; null: as the settings say. */
export interface EditSchedule extends WrittenWhen {
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly makes?: ScheduleMakes | undefined;
  readonly agent?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly missed?: MissedPolicy | undefined;
}

/** Throws `invalid_input`. */
export function readText(written: string): string {
  const text = written.trim();
  if (text !== '') return text;
  throw wrong('text', 'The text is empty.', 'Say in plain words what you want.');
}

/** As it was named, or after its words. Throws `invalid_input`. */
export function readName(name: string | undefined, text: string, taken: readonly string[]): string {
  if (name === undefined) return firstFree(slug(titleOf(text)), (one) => taken.includes(one));
  if (slug(name) === name) return name;
  throw wrong(
    'name',
    `“${name}” is no name of a schedule.`,
    'Use lower-case letters, digits and hyphens, at most 40 of them.',
  );
}

/** Throws `invalid_input`. */
export function readPatch(schedule: Schedule, edit: EditSchedule): SchedulePatch {
  const { name, text, cron, at, zone, makes, agent, model, missed } = edit;
  const isOtherTime = (cron ?? at ?? zone) !== undefined;
  return {
    ...(name !== undefined && { name: readName(name, '', []) }),
    ...(text !== undefined && { text: readText(text) }),
    ...(isOtherTime && readWhen({ ...writtenWhen(schedule), ...given(edit) }, schedule.zone)),
    ...(makes !== undefined && { makes }),
    ...(agent !== undefined && { agent }),
    ...(model !== undefined && { model }),
    ...(missed !== undefined && { missed }),
  };
}

/** Another zone alone moves what goes by its clocks, and not a moment. */
function writtenWhen({ when, zone }: Schedule): WrittenWhen {
  return when.kind === 'cron'
    ? { cron: when.expression, zone }
    : { at: new Date(when.at).toISOString(), zone };
}

function given({ cron, at, zone }: WrittenWhen): WrittenWhen {
  return { ...((cron ?? at) !== undefined && { cron, at }), ...(zone !== undefined && { zone }) };
}

function wrong(field: keyof EditSchedule, message: string, next: string): AppError {
  return new AppError('invalid_input', message, { next, details: { problems: [{ field, message }] } });
}
