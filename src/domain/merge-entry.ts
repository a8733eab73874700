// A place in the merge queue of a project's branch. It is part of the task itself, so a task cannot be in the queue twice,
// nor there and gone on in some other way; whoever restarts finds the whole queue in the tasks.
import { priorities } from './task.ts';
import type { Priority, Task } from './task.ts';

export interface MergeEntry {
  readonly priority: Priority;
  /** When it entered, in milliseconds since 1970. */
  readonly at: number;
  /** Who put it there. */
  readonly by: string;
}

/** The task's place in the merge queue, or null: it is in none. */
export function mergeOf(task: Task): MergeEntry | null {
  return task.state === 'ready' || task.state === 'applying' ? task.merge : null;
}

export type Queued = Task & { readonly merge: MergeEntry };

/** Those of the tasks that are in the merge queue of their project, in order. */
export function mergeOrder(tasks: readonly Task[]): readonly Queued[] {
  return tasks.filter(isQueued).sort(byPlace);
}

function isQueued(task: Task): task is Queued {
  return mergeOf(task) !== null;
}

function byPlace(one: Queued, other: Queued): number {
  return (
    priorities.indexOf(one.merge.priority) - priorities.indexOf(other.merge.priority) ||
    one.merge.at - other.merge.at ||
    one.number - other.number
  );
}
