// From what a person wrote to when a schedule runs. Refused here is what could never run, and what is not understood alike
// everywhere.
import { knownZone, zonedTime } from '../../domain/agents/zoned-time.ts';
import { AppError } from '../../domain/errors.ts';
import type { When } from '../../domain/planning/schedule.ts';
import { cronProblem } from '../../lib/cron.ts';

export interface WrittenWhen {
  /** Five parts, such as `0 9 * * 1-5`. */
  readonly cron?: string | undefined;
  /** `2026-12-01T09:00`, by the clocks of the zone; or with `Z` or an offset. */
  readonly at?: string | undefined;
  /** Such as `Europe/Berlin`. */
  readonly zone?: string | undefined;
}

/** Throws `invalid_input`. */
export function readWhen(
  { cron, at, zone: wanted }: WrittenWhen,
  usual: string,
): { when: When; zone: string } {
  const zone = knownZone(wanted ?? usual);
  if (zone === null)
    throw invalid(
      'zone',
      `There is no time zone “${wanted ?? usual}” (zone).`,
      'Name it like Europe/Berlin, or UTC.',
    );
  if ((cron === undefined) === (at === undefined))
    throw invalid(
      'cron',
      'A schedule needs either cron or at.',
      'Say cron "0 9 * * 1-5", or at 2026-12-01T09:00.',
    );
  if (at !== undefined) return { when: { kind: 'once', at: timeOf(at, zone) }, zone };
  const expression = (cron ?? '').trim().replaceAll(/\s+/g, ' ');
  const problem = cronProblem(expression, zone);
  if (problem !== null)
    throw invalid(
      'cron',
      `“${expression}” is no cron expression (cron): ${problem}`,
      'Write minute, hour, day of the month, month and day of the week, such as 0 9 * * 1-5.',
    );
  return { when: { kind: 'cron', expression }, zone };
}

const written = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

function timeOf(text: string, zone: string): number {
  const [, year, month, day, hour, minute, second, offset] = written.exec(text.trim()) ?? [];
  const [one, two, three, four, five, six] = [year, month, day, hour, minute, second ?? '0'].map(Number);
  const at =
    offset === undefined
      ? zonedTime(
          {
            year: one ?? NaN,
            month: two ?? NaN,
            day: three ?? NaN,
            hour: four ?? NaN,
            minute: five ?? NaN,
            second: six ?? NaN,
          },
          zone,
        )
      : Date.parse(text.trim().replace(' ', 'T'));
  if (year !== undefined && at !== null && !Number.isNaN(at)) return at;
  throw invalid('at', `“${text}” is no time (at).`, 'Write it like 2026-12-01T09:00, or 2026-12-01T08:00Z.');
}

function invalid(field: keyof WrittenWhen, message: string, next: string): AppError {
  return new AppError('invalid_input', message, { next, details: { problems: [{ field, message }] } });
}
