// The few columns that decide whether a write to a task may happen, without reading its body.
import { AppError } from '../../domain/errors.ts';
import { projectId } from '../../domain/ids.ts';
import type { ProjectId, TaskId } from '../../domain/ids.ts';
import { kept } from './kept.ts';
import type { Tx } from './session.ts';

export interface TaskHead {
  readonly id: TaskId;
  readonly projectId: ProjectId;
  readonly number: number;
  readonly fence: number;
}

/** Throws `not_found`. */
export async function taskHead(tx: Tx, id: TaskId): Promise<TaskHead> {
  const [row] = (await selectHead(tx, { id })).rows;
  if (row === undefined) throw noTask(id);
  return { id, projectId: projectId(row.project_id), number: row.number, fence: row.fence };
}

const selectHead = kept((db, { id }: { readonly id: string }) =>
  db.selectFrom('tasks').select(['project_id', 'number', 'fence']).where('id', '=', id),
);

export function noTask(id: TaskId): AppError {
  return new AppError('not_found', `There is no task ${id}.`, {
    next: 'List the tasks with `tasklane task list`.',
    details: { task: id },
  });
}

/** Throws `stale_lease` when the caller's lease is not the newest. Without a fence the caller is no worker and may pass. */
export function checkFence(head: Pick<TaskHead, 'id' | 'number' | 'fence'>, fence: number | undefined): void {
  if (fence === undefined || fence === head.fence) return;
  throw new AppError(
    'stale_lease',
    `Task #${head.number} was claimed again since: its fence is ${head.fence}, the caller's ${fence}.`,
    {
      next: 'Stop this run; another worker has the task.',
      details: { task: head.id, fence: head.fence, callersFence: fence },
    },
  );
}
