// When a schedule runs next, as people say it.
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';

/** `next: Monday, 23 November 2026 at 09:00`; of one that does not run, why. By the clocks of its zone. */
export function nextWords({
  state,
  next_run_at: at,
  zone,
}: Pick<ScheduleJson, 'state' | 'next_run_at' | 'zone'>): string {
  if (state === 'paused') return 'paused: nothing runs until it is resumed';
  if (at === null) return 'over: there is no next time';
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  return `next: ${format.format(Date.parse(at))}`;
}
