// Reads a review with the keyboard alone: files, lines, comments, marks.
import { useEffect, useRef } from 'react';
import type { DiffFile } from '../diff/files-of.ts';
import { chosen, linesOf, moved } from '../diff/lines.ts';
import type { LineChoice, Point } from '../diff/lines.ts';
import type { Viewed } from '../diff/viewed.ts';
import { isTyping } from '../palette/is-typing.ts';

export interface ReviewKeys {
  readonly files: readonly DiffFile[];
  readonly current: string | null;
  readonly viewed: Viewed;
  readonly selection: LineChoice | null;
  readonly onShow: (path: string) => void;
  readonly onSelect: (choice: LineChoice, cursor: Point) => void;
  readonly onUnselect: () => void;
  readonly onComment: (choice: LineChoice) => void;
}

/** N and P change the file, J and K the line (with shift they choose several), C comments on it, V marks the file as viewed. */
export function useReviewKeys(keys: ReviewKeys): void {
  const now = useRef(keys);
  now.current = keys;
  /** Where a choice of several lines began, and where it is now. */
  const ends = useRef<readonly [Point, Point] | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (!handle(event, now.current, ends)) return;
      event.preventDefault();
      // C is a new task everywhere else.
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}

type Ends = { current: readonly [Point, Point] | null };

function handle({ key }: KeyboardEvent, keys: ReviewKeys, ends: Ends): boolean {
  const { files, current, selection, viewed } = keys;
  const step = { j: 1, J: 1, k: -1, K: -1 }[key];
  if (step !== undefined) return moveCursor(keys, ends, { by: step, isWider: key !== key.toLowerCase() });
  if (key === 'c' && selection !== null) keys.onComment(selection);
  else if (key === 'Escape' && selection !== null) keys.onUnselect();
  else if (key === 'v' && current !== null) viewed.toggle(current);
  else if (key === 'n' || key === 'p') {
    const next = files[files.findIndex((file) => file.path === current) + (key === 'n' ? 1 : -1)];
    if (next === undefined) return false;
    keys.onShow(next.path);
  } else return false;
  return true;
}

function moveCursor(
  { files, current, selection, onSelect }: ReviewKeys,
  ends: Ends,
  { by, isWider }: { readonly by: number; readonly isWider: boolean },
): boolean {
  const path = selection?.path ?? current;
  const file = files.find((one) => one.path === path);
  if (path === null || file === undefined) return false;
  const lines = linesOf(file.patch);
  const [from, at] = isOf(ends.current, selection) ?? startOf(selection, by);
  const cursor = moved(lines, at, by);
  if (cursor === null) return false;
  const next: readonly [Point, Point] = [isWider ? (from ?? cursor) : cursor, cursor];
  ends.current = next;
  const choice = chosen(path, lines, next);
  if (choice !== null) onSelect(choice, cursor);
  return true;
}

/** Null when the lines were chosen otherwise since, such as with the mouse. */
function isOf(
  ends: readonly [Point, Point] | null,
  selection: LineChoice | null,
): readonly [Point, Point] | null {
  if (ends === null || selection === null) return null;
  const [, cursor] = ends;
  const isThere =
    cursor.side === selection.side && (cursor.line === selection.start || cursor.line === selection.end);
  return isThere ? ends : null;
}

function startOf(selection: LineChoice | null, by: number): readonly [Point | null, Point | null] {
  if (selection === null) return [null, null];
  const { side, start, end } = selection;
  return [
    { side, line: by > 0 ? start : end },
    { side, line: by > 0 ? end : start },
  ];
}
