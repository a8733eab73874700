// A comment of a person on lines of a task's work. It is a draft that only its author sees until they request changes; then
// it goes to the agent, and everybody sees it. Where the work changes, the comment moves with its lines or is outdated.
import type { Hunk } from './file-diff.ts';
import type { Oid, TaskId } from './ids.ts';

export const diffSides = ['old', 'new'] as const;
export type DiffSide = (typeof diffSides)[number];

/** Numbers of lines, from 1; both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export interface ReviewComment {
  /** Short, and unique within the store. */
  readonly id: string;
  readonly taskId: TaskId;
  /** Name of the person. */
  readonly author: string;
  readonly path: string;
  readonly side: DiffSide;
  readonly lines: LineRange;
  readonly text: string;
  /** The lines as they were when it was written. */
  readonly code: string;
  /** What was compared when it was written. */
  readonly base: Oid;
  readonly head: Oid;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When it went to the agent; null = it is a draft. */
  readonly sentAt: number | null;
}

/** Where a comment stands in the work as it is now. */
export type Anchor =
  | { readonly kind: 'current'; readonly path: string; readonly lines: LineRange }
  | { readonly kind: 'moved'; readonly path: string; readonly lines: LineRange }
  /** Its lines were changed or are gone. */
  | { readonly kind: 'outdated' };

/**
 * Where lines of an old file are in the new one, by the hunks between the two (without lines of context); null when any
 * of them was changed, or something was put between them.
 */
export function follow(range: LineRange, hunks: readonly Hunk[]): LineRange | null {
  let shift = 0;
  for (const hunk of hunks) {
    // For an insertion git names the line before it.
    const first = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart;
    const last = hunk.oldStart + hunk.oldLines - (hunk.oldLines === 0 ? 0 : 1);
    if (first > range.end) break;
    if (last >= range.start) return null;
    shift += hunk.newLines - hunk.oldLines;
  }
  return { start: range.start + shift, end: range.end + shift };
}
