// When a cron expression is next due, by a library that knows the calendar and the clocks of every zone. The only place that
// imports it. Where summer time skips an hour, what was due in it is due at its end; what an hour that comes twice has is due
// once, and what is due every few minutes goes on through both.
import { Cron } from 'croner';

/** The next time after `after`, in milliseconds since 1970; null when there is none. Throws what `cronProblem` says. */
export function nextCronTime(expression: string, zone: string, after: number): number | null {
  return read(expression, zone).nextRun(new Date(after))?.getTime() ?? null;
}

/** What is wrong with an expression of five parts, or null. */
export function cronProblem(expression: string, zone: string): string | null {
  try {
    read(expression, zone);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

// Never started: it is asked, and runs nothing by itself.
function read(expression: string, zone: string): Cron {
  return new Cron(expression, { timezone: zone, paused: true, mode: '5-part' });
}
