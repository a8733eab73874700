// The queue file of seed 004 (`session-state/task-queue.json`), exactly as MeowKit's agents read it, and how our states
// are called in it (spec/lifecycle.md, "How each vocabulary is derived").
import type { PhaseTask } from './phase.ts';
import type { Task, TaskState } from './task.ts';

export const queueStatuses = ['pending', 'claimed', 'in_progress', 'completed', 'blocked'] as const;
export type QueueStatus = (typeof queueStatuses)[number];

export interface QueueTask {
  readonly id: number;
  readonly description: string;
  readonly owner: string | null;
  readonly status: QueueStatus;
  readonly ownership: readonly string[];
  readonly blocked_by: readonly number[];
}

export interface QueueFile {
  readonly tasks: readonly QueueTask[];
}

// Dropped tasks stand in the queue for the audit; what was dropped cannot be had any more.
const statusOfState: Readonly<Record<TaskState, QueueStatus>> = {
  draft: 'pending',
  queued: 'pending',
  starting: 'claimed',
  running: 'in_progress',
  waiting: 'in_progress',
  paused: 'in_progress',
  ready: 'completed',
  applying: 'completed',
  done: 'completed',
  failed: 'blocked',
  cancelled: 'blocked',
  dismissed: 'blocked',
};

export interface PhaseEntry {
  readonly entry: PhaseTask;
  /** Undefined when it was removed with its project. */
  readonly task: Task | undefined;
}

export function statusOf(task: Task | undefined, blockers: readonly (Task | undefined)[] = []): QueueStatus {
  if (task === undefined || task.deletedAt !== null) return 'blocked';
  if (task.state === 'queued' && blockers.some(isBroken)) return 'blocked';
  return statusOfState[task.state];
}

function isBroken(task: Task | undefined): boolean {
  return statusOf(task) === 'blocked';
}

/** Cancelled, dismissed or deleted: it is no part of what is merged, and nobody waits for it. */
export function isDropped(task: Task | undefined): boolean {
  return (
    task === undefined || task.deletedAt !== null || task.state === 'cancelled' || task.state === 'dismissed'
  );
}

/** Of each task those of the same queue that must be complete before it. Waiting for others is not the queue's to say. */
export function edgesOf(
  entries: readonly PhaseEntry[],
): ReadonlyMap<number, { readonly blocked_by: readonly number[] }> {
  const idOf = new Map(entries.map(({ entry }) => [entry.taskId, entry.id]));
  const edges = entries.map(({ entry, task }) => {
    const needed = task?.dependsOn.flatMap((id) => idOf.get(id) ?? []);
    return [entry.id, { blocked_by: needed ?? [] }] as const;
  });
  return new Map(edges);
}

/** The queue as it stands. */
export function queueOf(entries: readonly PhaseEntry[]): QueueFile {
  const tasks = new Map(entries.map(({ entry, task }) => [entry.id, task]));
  const edges = edgesOf(entries);
  return {
    tasks: entries.map(({ entry, task }) => {
      const blockers = edges.get(entry.id)?.blocked_by ?? [];
      const status = statusOf(
        task,
        blockers.map((id) => tasks.get(id)),
      );
      return {
        id: entry.id,
        description: task?.prompt ?? '',
        owner: status === 'pending' ? null : entry.owner,
        status,
        ownership: task?.owns ?? [],
        blocked_by: blockers,
      };
    }),
  };
}
