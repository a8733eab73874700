// What stands between two pieces of work that were made beside each other. Whether it does is for git alone to say
// (workspaces/foresee.ts); here are the words for it, and what a task is told of it.
import type { ResolutionId, TaskId } from './ids.ts';

/** Why git could not bring a file together by itself. */
export const conflictKinds = [
  /** Both changed the same lines. */
  'content',
  /** Both added a file of this name. */
  'both_added',
  /** Both changed a file that has no lines. */
  'binary',
  /** One deleted what the other changed. */
  'deleted',
  /** Both renamed, or a rename met something else. */
  'renamed',
  /** One made it another kind of thing: a link, a program, a file. */
  'type',
  'submodule',
  /** A file where the other has a folder. */
  'folder',
  'other',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export interface ConflictFile {
  readonly path: string;
  readonly kind: ConflictKind;
}

/** Lines that both changed. */
export interface ConflictHunk {
  /** Where it begins in the first one's file, from 1. */
  readonly line: number;
  readonly ours: readonly string[];
  /** As it was before either; none where that is not known. */
  readonly base: readonly string[];
  readonly theirs: readonly string[];
}

export interface FoundConflict extends ConflictFile {
  /** What it is about (conflictKey), as an apply would meet it; null where that is not known, or is more than one file. */
  readonly conflict: string | null;
}

export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'conflict'; readonly files: readonly FoundConflict[] }
  /** Git could not say, in its own words. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ForeseenConflict extends ConflictFile {
  /** What the memory of the project would resolve it with; null: nothing. */
  readonly resolution: ResolutionId | null;
}

/** What one task conflicts with: another task (by id), or, with null, the branch that both are for. */
export interface TaskConflict {
  readonly with: TaskId | null;
  readonly files: readonly ForeseenConflict[];
}

/** Whether an apply would get past it without anybody. Logs of before say nothing of that. */
export function isForeknown({
  files,
}: {
  readonly files: readonly { readonly resolution?: unknown }[];
}): boolean {
  return files.length > 0 && files.every(({ resolution }) => (resolution ?? null) !== null);
}

/** Whether a reader would be told the same by both. */
export function sameConflicts(one: readonly TaskConflict[], other: readonly TaskConflict[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
