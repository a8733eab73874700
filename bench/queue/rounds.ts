// Measures several queues in turn, round by round, so that a machine that grows slower slows all of them; and puts what was
// taken back each time, so that they stay as long as they are.
import { median } from '../start/figures.ts';
import type { Contender } from './contender.ts';

export interface Figures {
  readonly name: string;
  readonly durability: string;
  /** Jobs taken and completed per second, in each round, one after the other. */
  readonly alone: readonly number[];
  /** The same with several at once. */
  readonly together: readonly number[];
  /** Milliseconds from one completion to the next, one after the other: the time of taking and completing one. Sorted. */
  readonly times: readonly number[];
  /** Milliseconds of this process's processor time for each job, one after the other, in each round. */
  readonly cpuMs: readonly number[];
}

export interface Rounds {
  readonly rounds: number;
  /** Of each round and each queue, and before it to warm up. */
  readonly jobs: number;
  readonly atOnce: number;
}

export async function measure(contenders: readonly Contender[], rounds: Rounds): Promise<readonly Figures[]> {
  const figures = contenders.map(({ name, durability }) => ({
    name,
    durability,
    alone: Array<number>(),
    together: Array<number>(),
    times: Array<number>(),
    cpuMs: Array<number>(),
  }));
  for (let round = 0; round <= rounds.rounds; round += 1)
    for (const [index, contender] of contenders.entries()) {
      const alone = await contender.move(rounds.jobs, 1);
      const together = await contender.move(rounds.jobs, rounds.atOnce);
      await contender.fill(alone.times.length + together.times.length);
      // The first round is to warm up.
      if (round === 0) continue;
      const of = figures[index];
      of?.alone.push(perSecond(alone.times));
      of?.together.push(perSecond(together.times));
      of?.cpuMs.push(alone.cpuMs / (alone.times.length - 1));
      of?.times.push(...between(alone.times));
    }
  for (const { times } of figures) times.sort((one, other) => one - other);
  return figures;
}

function perSecond(times: readonly number[]): number {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || last === first) throw new Error('a rate of nothing');
  return ((times.length - 1) * 1000) / (last - first);
}

function between(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

/** How many times as fast as the reference, round by round, and of that the median. */
export function ratio(values: readonly number[], reference: readonly number[]): number {
  return median(values.map((value, round) => value / (reference[round] ?? Number.NaN)));
}

/** The value below which this share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
