// What stands at the top of a diff that is scrolled, so that another diff can be brought to the same place of the same code.
import type { CodeView } from '@pierre/diffs';
import { linesOf } from './lines.ts';
import type { Point } from './lines.ts';

export interface ScrollPlace {
  readonly path: string;
  /** Null at the head of the file, or where it shows no lines. */
  readonly at: Point | null;
  /** How far below the top it stands, in pixels; less than nothing when it is above. */
  readonly offset: number;
}

/** Null while nothing is drawn. `patchOf` answers the patch of a file. */
export function placeAt(
  viewer: CodeView<Point>,
  scrollTop: number,
  patchOf: (path: string) => string,
): ScrollPlace | null {
  const tops = viewer
    .getRenderedItems()
    .flatMap((item) => {
      const top = viewer.getTopForItem(item.id);
      return top === undefined || item.type !== 'diff' ? [] : [{ ...item, top }];
    })
    .toSorted((one, other) => one.top - other.top);
  const item = tops.findLast(({ top }) => top <= scrollTop) ?? tops[0];
  if (item === undefined) return null;
  const place = { path: item.id, at: null, offset: item.top - scrollTop };
  const anchor =
    scrollTop <= item.top ? undefined : item.instance.getNumericScrollAnchor(scrollTop - item.top);
  if (anchor === undefined) return place;
  const point: Point = { side: anchor.side === 'additions' ? 'new' : 'old', line: anchor.lineNumber };
  return { ...place, at: inBase(patchOf(item.id), point), offset: item.top + anchor.top - scrollTop };
}

/** The same place in the file as it was, which both diffs share; a line of a new file stays what it is. */
export function inBase(patch: string, point: Point): Point {
  if (point.side === 'old') return point;
  const lines = linesOf(patch);
  const index = lines.findIndex((line) => line.new === point.line);
  const after = lines.slice(Math.max(0, index)).find((line) => line.old !== null);
  const before = lines.slice(0, Math.max(0, index)).findLast((line) => line.old !== null);
  const line = after?.old ?? before?.old;
  return line === undefined || line === null ? point : { side: 'old', line };
}
