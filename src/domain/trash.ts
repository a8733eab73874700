// What is in the trash: tasks that were deleted, cancelled or dismissed. Their work can still be had back, until it is
// deleted for good because of its age, because there is too much of it, or because a person says so.
import type { Task } from './task.ts';

export type TrashReason = 'deleted' | 'cancelled' | 'dismissed';

/** Why the task is in the trash; null = it is not, or its work was deleted for good. */
export function trashReason(task: Task): TrashReason | null {
  if (isEmptied(task)) return null;
  if (task.deletedAt !== null) return 'deleted';
  return task.state === 'cancelled' || task.state === 'dismissed' ? task.state : null;
}

/** Whether its work was deleted for good. */
export function isEmptied(task: Pick<Task, 'emptiedAt'>): boolean {
  // Not `!== null`: a task that was stored before there was a trash has no such field.
  return typeof task.emptiedAt === 'number';
}

/** Since when, in milliseconds since 1970. */
export function trashedAt(task: Task): number {
  return task.deletedAt ?? task.stateSince;
}

/** Until when its work is kept at least, unless there is too much of it. What was promised at a dismissal holds. */
export function keptUntil(task: Task, keepMs: number): number {
  if (task.deletedAt === null && task.state === 'dismissed') return task.keptUntil;
  return trashedAt(task) + keepMs;
}

export interface Kept {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly bytes: number;
}

/**
 * Those that are to be deleted for good: whose time is over, and of the others the ones behind the first that no longer
 * fits into `maxBytes` (null = no limit). `newestFirst` is the order in which they came into the trash, backwards.
 */
export function overdue<Entry extends Kept>(
  newestFirst: readonly Entry[],
  { now, maxBytes }: { readonly now: number; readonly maxBytes: number | null },
): readonly Entry[] {
  const inTime = newestFirst.filter((entry) => entry.until > now);
  let used = 0;
  const fitting = new Set<Entry>();
  for (const entry of inTime) {
    used += entry.bytes;
    if (maxBytes !== null && used > maxBytes) break;
    fitting.add(entry);
  }
  return newestFirst.filter((entry) => !fitting.has(entry));
}
