// A run as a line of time: where it begins and ends, and where its chapters do.
import type { AttemptListJson, TransitionListJson } from '../../src/api/history-schemas.ts';

export interface Chapter {
  readonly label: string;
  readonly at: string;
}

export interface Timeline {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly chapters: readonly Chapter[];
}

/** `newest`: the time of the newest event. Null where there is nothing to move on: everything happened within a second. */
export function timelineOf(
  transitions: TransitionListJson['transitions'],
  attempts: AttemptListJson['attempts'],
  newest: string | null,
): Timeline | null {
  const first = transitions[0];
  const last = transitions.at(-1);
  if (first === undefined || last === undefined) return null;
  const times = [first.at, last.at, newest ?? last.at].map((at) => Date.parse(at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  if (to - from < 1000) return null;
  const begins = attempts.map((attempt) => ({ label: `Attempt ${attempt.number}`, at: attempt.started_at }));
  // A message to finished work goes on with the same attempt or a new one; where it came is a chapter either way.
  const messages = transitions
    .filter((one) => one.change === 'sent_back')
    .map((one) => ({ label: 'Changes requested', at: one.at }));
  const applied = transitions
    .filter((one) => one.change === 'applied')
    .map((one) => ({ label: 'Applied', at: one.at }));
  const chapters = [...begins, ...messages, ...applied].toSorted((one, other) =>
    one.at < other.at ? -1 : 1,
  );
  return { from, to, chapters };
}

/** Where a time is on the line, from 0 to 1. */
export function placeOf({ from, to }: Timeline, at: string): number {
  return Math.max(0, Math.min(1, (Date.parse(at) - from) / (to - from)));
}

export function timeAt({ from, to }: Timeline, place: number): string {
  return new Date(Math.round(from + (to - from) * place)).toISOString();
}

/** The first item at that time or later; the last when there is none. Items are in the order of their times. */
export function indexAt(items: readonly { readonly at: string }[], time: string): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.at ?? '') < time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low);
}
