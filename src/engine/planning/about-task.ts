// A failed task that is asked for differently: it is a draft again at once, so that nothing runs, and the Prompt Engineer is told
// what it was and why it failed.
import { AppError } from '../../domain/errors.ts';
import type { About } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';

/** Of an error, for a planner. */
const longestDetail = 6000;

/** Throws `invalid_input` for a task of another project, `invalid_transition` unless it is failed, or a draft. */
export function aboutOf(task: Task, project: Project): About {
  if (task.projectId !== project.id)
    throw new AppError('invalid_input', `Task ${label(task)} is not of the project ${project.name}.`, {
      next: 'Name the project of the task.',
    });
  if (task.state !== 'failed' && task.state !== 'draft')
    throw new AppError(
      'invalid_transition',
      `Task ${label(task)} is ${task.state}; it is not asked for anew.`,
      {
        next: 'Only a failed task, or a draft, goes back to planning.',
        details: { task: task.id, state: task.state },
      },
    );
  const failure = task.state === 'failed' ? task.failure : task.lastFailure;
  const { id, number, title, prompt, attempt } = task;
  const error =
    failure === null
      ? null
      : `${failure.kind}: ${failure.message}\n${failure.detail.slice(-longestDetail)}`.trim();
  return { taskId: id, number, title, prompt, attempts: attempt, error };
}

/** A failed one becomes a draft. */
export async function reopen({ store }: Pick<EngineDeps, 'store'>, task: Task, actor: string): Promise<void> {
  if (task.state === 'failed')
    await store.tasks.change(task.id, { type: 'replanned' }, { actor, expectVersion: task.version });
}
