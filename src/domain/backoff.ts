// How long a task waits before its agent is tried again after an error that only needs time. Pure: chance is an argument.

/** Where a task stands that was put off after such an error. Kept until its agent worked again, or the task failed. */
export interface Backoff {
  /** No error, but the money of a day that is used up: no try is counted. */
  readonly isBudget?: true;
  /** How often in a row it went wrong. */
  readonly failures: number;
  /** How many tries it has in all. */
  readonly tries: number;
  /** What went wrong, to be read after “after”: `a network error`. */
  readonly cause: string;
}

export interface BackoffRule {
  /** Tries in all, the first included. */
  readonly tries: number;
  /** The wait after the first failure; each further one doubles it. */
  readonly firstMs: number;
}

const longestMs = 15 * 60_000;

/** A wait in milliseconds that doubles with each failure in a row, up to the longest. */
export function doubled(
  failures: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 40));
}

/** Between half and all of a wait, so that those who failed together do not all come back together. */
export function spread(ms: number, chance: number): number {
  return ms * (0.5 + chance / 2);
}

/**
 * The wait after so many failures in a row, in milliseconds: between half and all of a time that doubles up to 15
 * minutes, so that tasks that failed together do not all come back together. `chance` is from 0 to below 1. What the
 * provider asked for (`atLeastMs`, its Retry-After) is never undercut, and spread upwards instead.
 */
export function backoffMs(
  failures: number,
  { firstMs }: Pick<BackoffRule, 'firstMs'>,
  { chance, atLeastMs }: { readonly chance: number; readonly atLeastMs: number | null },
): number {
  const full = doubled(failures, { firstMs, longestMs });
  const own = spread(full, chance);
  if (atLeastMs === null || atLeastMs <= own) return Math.round(own);
  return Math.round(atLeastMs + Math.min(full, atLeastMs) * 0.1 * chance);
}
