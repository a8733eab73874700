// What became of the work of agents in some days, by the clock of this daemon.
import type { Reach } from '../domain/access.ts';
import { wallTime } from '../domain/agents/zoned-time.ts';
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import { sumsBy, sumsOf } from '../domain/statistics.ts';
import type { RunSums } from '../domain/statistics.ts';
import { dayText } from '../domain/usage-row.ts';
import type { EngineDeps } from './deps.ts';

export interface StatisticsQuery {
  readonly reach: Reach;
  readonly projectId?: ProjectId;
  /** `2026-11-21`, both inclusive. Default: thirty days up to today. */
  readonly from?: string;
  readonly to?: string;
}

type Keyed = RunSums & { readonly key: string };

export interface Statistics {
  readonly from: string;
  readonly to: string;
  readonly agents: readonly Keyed[];
  readonly days: readonly Keyed[];
  readonly total: RunSums;
  readonly isCut: boolean;
}

const dayMs = 24 * 3_600_000;
const usualDays = 30;
const mostRuns = 10_000;

/** Throws `invalid_input` for days that are none, or in the wrong order. */
export async function statisticsOf(
  { store, now, zone }: Pick<EngineDeps, 'store' | 'now' | 'zone'>,
  query: StatisticsQuery,
): Promise<Statistics> {
  const dayOf = dayTeller(zone);
  const to = query.to ?? dayOf(now());
  const from = query.from ?? new Date(timeOf(to) - (usualDays - 1) * dayMs).toISOString().slice(0, 10);
  if (timeOf(from) > timeOf(to))
    throw new AppError('invalid_input', `The first day ${from} is after the last one ${to}.`);
  // A zone is less than a day from that of the text; what lies outside of the days is left out below.
  const found = await store.attempts.runs({
    reach: query.reach,
    ...(query.projectId !== undefined && { projectId: query.projectId }),
    from: timeOf(from) - dayMs,
    to: timeOf(to) + 2 * dayMs,
    limit: mostRuns + 1,
  });
  const runs = found.slice(0, mostRuns).filter(({ startedAt }) => {
    const day = dayOf(startedAt);
    return day >= from && day <= to;
  });
  return {
    from,
    to,
    agents: sumsBy(runs, ({ agent }) => agent),
    days: sumsBy(runs, ({ startedAt }) => dayOf(startedAt)),
    total: sumsOf(runs),
    isCut: found.length > mostRuns,
  };
}

function timeOf(day: string): number {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) throw new AppError('invalid_input', `“${day}” is no day.`);
  return time;
}

// Days begin at a quarter of an hour in every zone there is, and to ask for one is slow.
function dayTeller(zone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(at / 900_000);
    const day = known.get(quarter) ?? dayText(wallTime(quarter * 900_000, zone));
    known.set(quarter, day);
    return day;
  };
}
