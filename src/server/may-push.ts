// Work of some policies comes to the branch by itself: letting such a task go on takes the right to apply.
import { policyOf } from '../domain/policy.ts';
import type { Task } from '../domain/task.ts';
import type { Access } from './access.ts';

/** Throws `forbidden` to those who may not apply. */
export function refuseUnattendedPush(
  { access }: { readonly access: Access },
  task: Pick<Task, 'policy' | 'projectId'>,
): void {
  if (policyOf(task.policy).whenDone === 'push') access.need('task.apply', task.projectId);
}
