// Which two variants are looked at side by side when nobody said which.
import type { RankingJson } from '../../src/api/ranking-schemas.ts';
import type { VariantJson } from '../../src/api/variant-schemas.ts';

type Weighed = Pick<VariantJson, 'id' | 'number' | 'files' | 'checks'>;

export type Pair<Variant> = readonly [first: Variant, second: Variant];

/**
 * Those that are asked for by their numbers (`3-7`), or else the best: as a judge has ordered them, then those with the fewest checks
 * that did not pass. Null when fewer than two changed something.
 */
export function pairOf<Variant extends Weighed>(
  variants: readonly Variant[],
  ranking: Pick<RankingJson, 'places'> | null,
  asked: string | undefined,
): Pair<Variant> | null {
  const shown = variants.filter((variant) => variant.files.length > 0);
  const wanted = (asked ?? '')
    .split('-')
    .flatMap((number) => shown.find((one) => `${one.number}` === number) ?? []);
  const rank = ({ id }: Weighed): number => {
    const place = ranking?.places.findIndex(({ task }) => task === id) ?? -1;
    return place < 0 ? Infinity : place;
  };
  const best = shown.toSorted(
    (one, other) => compare(rank(one), rank(other)) || failedChecks(one) - failedChecks(other),
  );
  const [first, second] = [...new Set([...wanted, ...best])];
  return first === undefined || second === undefined ? null : [first, second];
}

function failedChecks({ checks }: Weighed): number {
  return checks.filter((check) => check.outcome !== 'passed').length;
}

// Two that have no place are equal; the difference of two infinities is no number.
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
