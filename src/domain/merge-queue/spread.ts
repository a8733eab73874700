// Where to cut a line so that the pieces are as short as they can be: the choice of an (n+1)-ary search.

/**
 * At most `count` whole numbers between the marks (ascending, whole, none of them among the answers), spread so that the
 * longest gap that is left is as short as possible. Ascending.
 */
export function spread(marks: readonly number[], count: number): readonly number[] {
  const sorted = [...marks].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((to, index) => ({ from: sorted[index] ?? to, to, cuts: 0 }));
  for (let left = count; left > 0; left -= 1) {
    const longest = gaps.reduce<(typeof gaps)[number] | null>(
      (best, gap) => (best === null || piece(gap) > piece(best) ? gap : best),
      null,
    );
    if (longest === null || piece(longest) <= 1) break;
    longest.cuts += 1;
  }
  return gaps.flatMap(({ from, to, cuts }) =>
    Array.from({ length: cuts }, (_, index) => from + Math.ceil(((to - from) * (index + 1)) / (cuts + 1))),
  );
}

function piece({
  from,
  to,
  cuts,
}: {
  readonly from: number;
  readonly to: number;
  readonly cuts: number;
}): number {
  return (to - from) / (cuts + 1);
}
