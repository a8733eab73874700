// Looks at the log as a whole: the tasks at one position of it, and the position at one time.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import type { ProjectId, TaskId } from '../domain/ids.ts';
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';

export interface TasksAt {
  /** The id of the newest event that the tasks show; those after it are not in them. */
  readonly position: number;
  /** In scope and not deleted, oldest first. */
  readonly tasks: readonly Task[];
  readonly projects: ReadonlyMap<ProjectId, string>;
}

export interface TaskScope {
  readonly taskIds?: readonly TaskId[];
  readonly projectId?: ProjectId;
  /** Only what somebody can see. */
  readonly reach?: Reach;
}

/** In one transaction: nothing can happen between the look at the log and the look at the tasks. */
export async function tasksAt(store: Store, scope: TaskScope): Promise<TasksAt> {
  return store.transition(async (within) => {
    const { projectId, reach = null } = scope;
    const position = await within.events.last();
    const projects = new Map((await within.projects.list()).map((project) => [project.id, project.name]));
    if (scope.taskIds !== undefined) {
      const found: Task[] = [];
      for (const id of scope.taskIds) {
        const task = await within.tasks.get(id);
        if (task?.deletedAt === null && isWithin(reach, task.projectId)) found.push(task);
      }
      return { position, tasks: found, projects };
    }
    const newestFirst = await within.tasks.list({ reach, ...(projectId !== undefined && { projectId }) });
    return { position, tasks: newestFirst.toReversed(), projects };
  });
}

/**
 * The id of the newest event before that time (milliseconds since 1970), found by halving: ids rise with time, but for
 * jumps of a clock, around which it is a place near it.
 */
export async function positionAt(store: Store, at: number): Promise<number> {
  let low = 0;
  let high = await store.events.last();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // The first that is still there behind the middle: events go with their project, and leave gaps.
    const [record] = await store.events.read({ after: middle, limit: 1 });
    if (record === undefined || record.at >= at) high = middle;
    else low = record.id;
  }
  return low;
}
