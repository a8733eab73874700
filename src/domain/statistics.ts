// What became of the work of agents, and how long it took: counted from attempts, one for each time that an agent was set to
// work. Pure sums of what the store knows.
import type { Reach } from './access.ts';
import type { ProjectId, TaskId } from './ids.ts';
import type { TaskState } from './task.ts';

export interface RunQuery {
  readonly reach: Reach;
  readonly projectId?: ProjectId;
  /** When it was started: milliseconds since 1970, the first inclusive, the last not. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** An attempt, and what its task is now. */
export interface RunFact {
  readonly taskId: TaskId;
  readonly agent: string;
  /** Since when the task had waited; null where nobody knows: it was handed out, or begun by an older version. */
  readonly queuedAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Whether no other attempt followed. */
  readonly isLast: boolean;
  readonly state: TaskState;
}

/**
 * `succeeded`: its work passed the checks, whatever a person did with it then but dismiss it. `again`: another attempt followed,
 * or will. `open`: it is not over yet.
 */
export const runOutcomes = ['succeeded', 'failed', 'dismissed', 'cancelled', 'again', 'open'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** Of some durations, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  /** Nine of ten took no longer. */
  readonly p90: number;
  readonly longest: number;
}

export interface RunSums {
  readonly runs: number;
  readonly outcomes: Readonly<Record<RunOutcome, number>>;
  /** How long those took that are over; null when none is. */
  readonly worked: Spread | null;
  /** How long their tasks had waited in the queue; null when that is known of none. */
  readonly waited: Spread | null;
}

export function outcomeOf(run: RunFact): RunOutcome {
  if (!run.isLast) return 'again';
  switch (run.state) {
    case 'ready':
    case 'applying':
    case 'done':
      return 'succeeded';
    case 'failed':
    case 'dismissed':
    case 'cancelled':
      return run.state;
    case 'draft':
    case 'queued':
      return 'again';
    case 'starting':
    case 'running':
    case 'waiting':
    case 'paused':
      return 'open';
  }
}

export function sumsOf(runs: readonly RunFact[]): RunSums {
  const outcomes: Record<RunOutcome, number> = {
    succeeded: 0,
    failed: 0,
    dismissed: 0,
    cancelled: 0,
    again: 0,
    open: 0,
  };
  for (const run of runs) outcomes[outcomeOf(run)] += 1;
  const worked = runs.flatMap(({ startedAt, endedAt }) => (endedAt === null ? [] : [endedAt - startedAt]));
  const waited = runs.flatMap(({ startedAt, queuedAt }) => (queuedAt === null ? [] : [startedAt - queuedAt]));
  return { runs: runs.length, outcomes, worked: spreadOf(worked), waited: spreadOf(waited) };
}

/** The sums of each group, by its key. */
export function sumsBy(
  runs: readonly RunFact[],
  keyOf: (run: RunFact) => string,
): readonly (RunSums & { readonly key: string })[] {
  const groups = new Map<string, RunFact[]>();
  for (const run of runs) {
    const key = keyOf(run);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups]
    .map(([key, of]) => ({ key, ...sumsOf(of) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

// A clock that was set back makes no time negative.
function spreadOf(durations: readonly number[]): Spread | null {
  const sorted = durations.map((ms) => Math.max(0, ms)).sort((one, other) => one - other);
  const longest = sorted.at(-1);
  if (longest === undefined) return null;
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? longest;
  return { count: sorted.length, median: at(0.5), p90: at(0.9), longest };
}
