// Whether conflicts of a task may be resolved without a person.
import type { Task } from '../../domain/task.ts';
import type { Settings } from '../deps.ts';

/** The tasks of the parallel policy were promised to be merged as they are, or not at all. */
export function mayResolve(
  { conflicts }: Pick<Settings, 'conflicts'>,
  { policy }: Pick<Task, 'policy'>,
): boolean {
  return conflicts !== 'never' && policy !== 'parallel';
}
