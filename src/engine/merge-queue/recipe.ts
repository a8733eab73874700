// What a task's checks on a merged tree would run, and around what: tasks of one recipe may be tested for each other.
import type { Task } from '../../domain/task.ts';

/** Empty: nothing runs. A template brings files and values of its own, so such a task stands for itself alone. */
export function recipeOf(task: Pick<Task, 'id' | 'checks' | 'setup' | 'template'>): string {
  if (task.checks.length === 0) return '';
  return JSON.stringify([task.checks, task.setup, task.template === null ? null : task.id]);
}
