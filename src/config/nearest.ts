// Which of the known names somebody may have meant.

/** The known name with the fewest letters to change, where at most a third of them differ; else null. */
export function nearest(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({ candidate, edits: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  if (best === undefined) return null;
  const allowed = Math.max(1, Math.floor(Math.max(name.length, best.candidate.length) / 3));
  return best.edits <= allowed ? best.candidate : null;
}

/** Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 0; row < one.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < other.length; column += 1) {
      const replaced = at(previous, column) + (one[row] === other[column] ? 0 : 1);
      const isSwapped = row > 0 && one[row] === other[column - 1] && one[row - 1] === other[column];
      const swapped = isSwapped ? at(before, column - 1) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, at(current, column) + 1, at(previous, column + 1) + 1));
    }
    [before, previous] = [previous, current];
  }
  return at(previous, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
