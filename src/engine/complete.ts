// A person says that a task whose agent waits for them is complete: its work is looked at, checked, and ready for review.
import { AppError } from '../domain/errors.ts';
import type { TaskId } from '../domain/ids.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { Store, StoreOperations } from '../store/store.ts';

/** A step of the run: kept, so that a run that goes on after a crash still ends with the review. */
export const completeKey = 'complete';

export async function completes(store: Pick<StoreOperations, 'steps'>, id: TaskId): Promise<boolean> {
  return (await store.steps.get(id, completeKey)) === true;
}

/** The task is running then; it is ready when its checks have passed, and idle again when there is no work in it. */
export async function complete(store: Pick<Store, 'transition'>, task: Task, actor: string): Promise<Task> {
  return store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    if (now.state === 'paused') throw refused(now, 'is paused', 'Resume it first: tasklane task resume.');
    if (now.state === 'waiting' && now.waitingFor !== 'idle')
      throw refused(now, `waits for your ${now.waitingFor}`, 'Answer it first, or cancel it.');
    const completed = await within.tasks.change(task.id, { type: 'completed' }, { actor });
    await within.steps.put(task.id, completeKey, true);
    return completed;
  });
}

function refused(task: Task, because: string, next: string): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} cannot be completed: it ${because}.`, {
    next,
    details: { task: task.id, state: task.state, event: 'completed' },
  });
}
