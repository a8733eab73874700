// How a conflict in one file was resolved, kept so that nobody resolves the same conflict twice. What the conflict is, is told by
// the contents: three blobs of git. Neither the task nor the time makes it another one, and the file's name only where that is
// what it is about.
import type { ConflictKind } from './conflict.ts';
import type { Oid, ProjectId, ResolutionId, TaskId } from './ids.ts';

/** `memory`: only what is known or follows from the files themselves. `agent`: what is left goes to an agent. */
export const conflictAnswers = ['agent', 'memory', 'never'] as const;
export type ConflictAnswer = (typeof conflictAnswers)[number];

/** Blobs; null: there is no file on that side. */
export interface ConflictSides {
  readonly base: Oid | null;
  readonly ours: Oid | null;
  readonly theirs: Oid | null;
  /**
   * Null: the contents alone tell what the conflict is. Of a file that was renamed: which one it is, and among which others, for
   * what becomes of one depends on what becomes of them.
   */
  readonly place: string | null;
}

/** `history`: a merge commit on the branch shows it. `driver`: a structural merge driver made it. */
export const resolutionSources = ['history', 'driver', 'agent'] as const;
export type ResolutionSource = (typeof resolutionSources)[number];

/** What a resolution made of the file: took a version that there was, or made a new one. */
export const conflictOutcomes = ['deleted', 'branch', 'task', 'before', 'new'] as const;
export type ConflictOutcome = (typeof conflictOutcomes)[number];

/** A file that was in no conflict, changed because of one, as in where what was deleted lives on. */
export interface AlsoChanged {
  readonly path: string;
  /** As git writes it. */
  readonly mode: string;
  /** The blob that it has to be for this to be done to it, and what it is then; null: there is no such file. */
  readonly from: Oid | null;
  readonly to: Oid | null;
  /** As the agent said it. */
  readonly why: string;
}

export interface Resolution extends ConflictSides {
  readonly id: ResolutionId;
  readonly projectId: ProjectId;
  /** Of the file, where it was resolved first. */
  readonly path: string;
  readonly kind: ConflictKind;
  /** The blob that came of it; null: the file is deleted. */
  readonly resolved: Oid | null;
  /** What belongs to it in other files. */
  readonly also: readonly AlsoChanged[];
  readonly source: ResolutionSource;
  /** The task for whose work it was resolved; null: it was found in the history. */
  readonly taskId: TaskId | null;
  /** Something that was applied with it is on the branch. Until then it serves its own task alone. */
  readonly isProven: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly uses: number;
  readonly usedAt: number | null;
}

/** The same for the same conflict, also when the sides are the other way round. */
export function conflictKey({ base, ours, theirs, place }: ConflictSides): string {
  const sides = [ours ?? '-', theirs ?? '-'].sort();
  return [base ?? '-', ...sides, ...(place === null ? [] : [place])].join(' ');
}

/** `ours` is the branch. */
export function outcomeOf({ ours, theirs, base }: ConflictSides, resolved: Oid | null): ConflictOutcome {
  if (resolved === null) return 'deleted';
  if (resolved === theirs) return 'task';
  if (resolved === ours) return 'branch';
  return resolved === base ? 'before' : 'new';
}

/** What may be used for a task: what has proven itself, and what was made for this very task. */
export function mayServe({ isProven, taskId }: Resolution, task: TaskId): boolean {
  return isProven || taskId === task;
}

export function afterUse(resolution: Resolution, at: number): Resolution {
  return { ...resolution, isProven: true, uses: resolution.uses + 1, usedAt: at };
}
