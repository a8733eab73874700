// The rules about states that a client needs too, so that none of them is written twice.
import { isSettled } from '../domain/task.ts';
import type { TaskState } from '../domain/task.ts';

export { isForeknown } from '../domain/conflict.ts';
export { isSettled } from '../domain/task.ts';

/** Whether it goes on only when a person acts: settled, or its agent waits for one. */
export function isAtRest(task: { readonly state: TaskState }): boolean {
  return isSettled(task) || task.state === 'waiting';
}
