// The lines that a patch of one file shows, and which of them somebody chose.
export type Side = 'old' | 'new';

/** Its number on each side, from 1; null where it is not there. */
export interface PatchLine {
  readonly old: number | null;
  readonly new: number | null;
}

/** Lines of one side of a file, first and last included. */
export interface LineChoice {
  readonly path: string;
  readonly side: Side;
  readonly start: number;
  readonly end: number;
}

/** One end of a range, as it was pointed at. */
export interface Point {
  readonly side: Side;
  readonly line: number;
}

/** In the order in which a unified diff shows them. */
export function linesOf(patch: string): readonly PatchLine[] {
  const found: PatchLine[] = [];
  let before = 0;
  let after = 0;
  // Lines of the heads begin with `-` and `+` too: what counts begins with the first hunk.
  let isInHunk = false;
  for (const line of patch.split('\n')) {
    const [, old, next] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? [];
    if (old !== undefined && next !== undefined) {
      [before, after, isInHunk] = [Number(old), Number(next), true];
    } else if (isInHunk) {
      const [mark] = line;
      if (mark === ' ') found.push({ old: before++, new: after++ });
      else if (mark === '-') found.push({ old: before++, new: null });
      else if (mark === '+') found.push({ old: null, new: after++ });
    }
  }
  return found;
}

/** All lines between two points, of the side that the second is on; null when one of them is not shown. */
export function chosen(
  path: string,
  lines: readonly PatchLine[],
  [from, to]: readonly [Point, Point],
): LineChoice | null {
  const ends = [placeOf(lines, from), placeOf(lines, to)].toSorted((one, other) => one - other);
  const [first = -1, last = -1] = ends;
  if (first === -1 || last === -1) return null;
  const numbers = lines.slice(first, last + 1).flatMap((line) => line[to.side] ?? []);
  const [start, end] = [numbers[0], numbers.at(-1)];
  return start === undefined || end === undefined ? null : { path, side: to.side, start, end };
}

/** The line that is `by` further; it stays at the first and the last. Null where nothing is shown. */
export function moved(lines: readonly PatchLine[], from: Point | null, by: number): Point | null {
  const outside = by > 0 ? -1 : 0;
  const at = from === null ? outside : placeOf(lines, from);
  const next = lines[Math.max(0, Math.min(lines.length - 1, at + by))];
  if (next === undefined) return null;
  if (next.new !== null) return { side: 'new', line: next.new };
  return next.old === null ? null : { side: 'old', line: next.old };
}

function placeOf(lines: readonly PatchLine[], point: Point): number {
  return lines.findIndex((line) => line[point.side] === point.line);
}
