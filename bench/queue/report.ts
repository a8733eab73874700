// The figures as tables of text, each beside the same reference.
import { median, table } from '../start/figures.ts';
import { percentile, ratio } from './rounds.ts';
import type { Figures } from './rounds.ts';

/** What the others are held against where it was measured; else the first. */
const referenceName = 'graphile-worker';

export function report(size: number, figures: readonly Figures[], atOnce: number): readonly string[] {
  const reference = figures.find(({ name }) => name === referenceName) ?? figures[0];
  if (reference === undefined) return [];
  const times = (one: Figures, of: 'alone' | 'together'): string =>
    `${ratio(one[of], reference[of]).toFixed(2)} ×`;
  const rows = figures.map((one) => [
    one.name,
    median(one.alone).toFixed(0),
    times(one, 'alone'),
    percentile(one.times, 0.5).toFixed(2),
    percentile(one.times, 0.99).toFixed(2),
    median(one.cpuMs).toFixed(2),
    median(one.together).toFixed(0),
    times(one, 'together'),
    one.durability,
  ]);
  const header = [
    '',
    '1 at once /s',
    'ratio',
    'p50 ms',
    'p99 ms',
    `${atOnce} at once /s`,
    'ratio',
    'durable',
  ];
  return [`${size} wait; ratios beside ${reference.name}`, ...table([header, ...rows])];
}

/**
 * How much more one costs in the longest queue than in each shorter one: in the time that passes, and in processor time of
 * this process, which a busy machine distorts less.
 */
export function growth(bySize: ReadonlyMap<number, readonly Figures[]>): readonly string[] {
  const sizes = [...bySize.keys()];
  const longest = sizes.at(-1);
  if (longest === undefined) return [];
  const of = (name: string, size: number, value: (one: Figures) => number): number => {
    const found = bySize.get(size)?.find((one) => one.name === name);
    return found === undefined ? Number.NaN : value(found);
  };
  const shorter = sizes.slice(0, -1);
  const times = (name: string, value: (one: Figures) => number): readonly string[] =>
    shorter.map((size) => `${(of(name, longest, value) / of(name, size, value)).toFixed(2)} ×`);
  const rows = (bySize.get(longest) ?? []).map(({ name }) => [
    name,
    ...times(name, (one) => 1 / median(one.together)),
    ...times(name, (one) => median(one.cpuMs)),
  ]);
  const header = ['', ...shorter.map((size) => `${size}`), ...shorter.map((size) => `cpu, ${size}`)];
  return [`What one costs with ${longest} waiting, beside the same with fewer`, ...table([header, ...rows])];
}
