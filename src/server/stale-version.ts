// A change of a task that is not as the caller read it: refused, and shown both, so that they can decide which counts.
import { AppError } from '../domain/errors.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { TaskJson } from '../api/schemas.ts';
import type { Engine } from '../engine/engine.ts';

export interface Versioned {
  readonly task: Task;
  /** What the caller says they read; undefined: they do not care. */
  readonly expected: number | undefined;
  readonly show: (task: Task) => Promise<TaskJson>;
}

/**
 * Does the work on the task. Throws `stale_version` when it has another version than expected, with `read` (the task as the
 * caller had it; null when it never was so) and `current` in its details.
 */
export async function onVersion<T>(
  engine: Pick<Engine, 'history' | 'taskById'>,
  { task, expected, show }: Versioned,
  work: (task: Task) => Promise<T>,
): Promise<T> {
  try {
    if (expected !== undefined && expected !== task.version) throw stale(task, expected);
    return await work(task);
  } catch (error) {
    if (expected === undefined || !(error instanceof AppError) || error.code !== 'stale_version') throw error;
    const now = (await engine.taskById(task.id)) ?? task;
    const read = await engine.history.taskAt(task, expected);
    throw new AppError('stale_version', stale(now, expected).message, {
      next: 'Compare `read` and `current` in the details, then send the change again with the current version.',
      details: {
        task: task.id,
        version: now.version,
        expected,
        read: read === undefined ? null : await show(read),
        current: await show(now),
      },
      cause: error,
    });
  }
}

function stale(task: Task, expected: number): AppError {
  return new AppError(
    'stale_version',
    `Task ${label(task)} was changed meanwhile: it is at version ${task.version}, the caller read version ${expected}.`,
  );
}
