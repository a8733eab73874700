// What became of runs, in the order and the colours in which it is shown.
import type { RunSumsJson } from '../../src/api/statistics-schemas.ts';

export type Outcome = keyof RunSumsJson['outcomes'];

export const outcomes: readonly (readonly [outcome: Outcome, words: string, fill: string])[] = [
  ['succeeded', 'Succeeded', 'var(--c-green)'],
  ['failed', 'Failed', 'var(--c-red)'],
  ['dismissed', 'Dismissed', 'var(--c-amber)'],
  ['cancelled', 'Cancelled', 'var(--c-line-strong)'],
  ['again', 'Done again', 'var(--c-faint)'],
  ['open', 'Not over', 'var(--c-blue)'],
];

/** Of those that were decided by the checks; null where none was. */
export function successOf({ outcomes: { succeeded, failed } }: RunSumsJson): number | null {
  return succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
}

/** Every day from the first to the last, also those on which nothing was started. */
export function eachDay(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const last = Date.parse(`${to}T00:00:00Z`);
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= last; at += 24 * 3_600_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
