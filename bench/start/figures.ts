// From single measurements to what is printed: medians, how far they lie apart, and a table.

/** Milliseconds of each round. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('a median of nothing');
  return (low + high) / 2;
}

/**
 * The first series is what the others are held against: round by round, and of that the median. The rounds of a busy
 * machine lie far apart, but what is measured in the same round is slowed alike.
 */
export function compare(series: readonly Series[], unit = 'ms'): readonly string[] {
  const base = series[0]?.values ?? [];
  const ratio = (values: readonly number[]): number =>
    median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
  const digits = unit === 'ms' ? 0 : 1;
  return table([
    ['', 'median', 'lowest – highest', 'ratio'],
    ...series.map(({ name, values }) => [
      name,
      `${median(values).toFixed(digits)} ${unit}`,
      `${Math.min(...values).toFixed(digits)} – ${Math.max(...values).toFixed(digits)}`,
      `${ratio(values).toFixed(2)} ×`,
    ]),
  ]);
}

/** Columns of text; the first is set left, the others right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('   ').trimEnd());
}

/** Each way once per round, so that a machine that grows slower slows all of them; the first round only warms up. */
export async function interleave(
  rounds: number,
  ways: Readonly<Record<string, () => Promise<number>>>,
): Promise<readonly Series[]> {
  const series = Object.keys(ways).map((name) => ({ name, values: Array<number>() }));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, values } of series) {
      const value = await ways[name]?.();
      if (value !== undefined && round > 0) values.push(value);
    }
  return series;
}
