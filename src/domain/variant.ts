// Variants: one thing that is wanted, attempted by several tasks, of which a person keeps one. Here is what they are
// compared by, and what becomes of the others.
import type { TaskId } from './ids.ts';
import type { Result } from './result.ts';
import type { Task } from './task.ts';

/** Of a task in its group. The group is named by the task that it began with. */
export interface VariantMember {
  readonly group: TaskId;
  readonly taskId: TaskId;
}

export interface DiffSize {
  readonly files: readonly string[];
  readonly additions: number;
  readonly deletions: number;
}

/** Binary files count as files and not as lines. */
export function sizeOf(result: Pick<Result, 'files'>): DiffSize {
  const sum = (of: 'additions' | 'deletions'): number =>
    result.files.reduce((total, file) => total + (file[of] ?? 0), 0);
  return {
    files: result.files.map((file) => file.path),
    additions: sum('additions'),
    deletions: sum('deletions'),
  };
}

/** How a variant is let go of when another is picked; null = it stays as it is. All of these keep its work for a while. */
export function endOf(task: Pick<Task, 'state'>): 'dismiss' | 'archive' | 'cancel' | null {
  switch (task.state) {
    case 'ready':
      return 'dismiss';
    case 'draft':
    case 'failed':
      return 'archive';
    case 'queued':
    case 'starting':
    case 'running':
    case 'waiting':
    case 'paused':
      return 'cancel';
    case 'applying':
    case 'done':
    case 'cancelled':
    case 'dismissed':
      return null;
  }
}
