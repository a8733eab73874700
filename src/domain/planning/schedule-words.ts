// When a schedule runs next, as people say it.
import { timeLeft } from '../moment.ts';
import type { Schedule } from './schedule.ts';

/** `Monday, 23 November 2026 at 09:00 (Europe/Berlin), in 1d 11h`; of one that does not run, why. */
export function nextInWords(
  { state, nextAt, zone, name }: Pick<Schedule, 'state' | 'nextAt' | 'zone' | 'name'>,
  now: number,
): string {
  if (state === 'paused')
    return `paused: nothing runs until it is resumed (tasklane schedule resume ${name})`;
  if (nextAt === null) return 'over: there is no next time';
  const left = nextAt <= now ? 'now' : `in ${timeLeft(nextAt - now)}`;
  return `${timeInWords(nextAt, zone)}, ${left}`;
}

/** `Monday, 23 November 2026 at 09:00 (Europe/Berlin)`. */
function timeInWords(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${of('weekday')}, ${of('day')} ${of('month')} ${of('year')} at ${of('hour')}:${of('minute')} (${zone})`;
}
