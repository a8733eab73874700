// What there is to be held against each other in a project: the work of each task that is under way or ready.
import type { Oid, TaskId } from '../../domain/ids.ts';
import type { Task, TaskState } from '../../domain/task.ts';
import type { Hub, Pinned } from '../../workspaces/workspaces.ts';
import type { Work } from './judge.ts';

/** Whose work may still come to the branch. */
export const watchedStates = [
  'starting',
  'running',
  'waiting',
  'paused',
  'ready',
  'applying',
] as const satisfies readonly TaskState[];

/** Oldest first, which is the order in which most people apply them. `seen` is newer than what was committed. */
export async function worksOf(
  hub: Pick<Hub, 'pinnedEach'>,
  tasks: readonly Task[],
  seen: ReadonlyMap<TaskId, Pinned>,
): Promise<readonly Work[]> {
  const pinned = await hub.pinnedEach('head');
  return [...tasks]
    .sort((one, other) => one.number - other.number)
    .flatMap((task) => {
      const found = newest(task, pinned, seen);
      if (found === null || task.baseCommit === null || found.commit === task.baseCommit) return [];
      return [{ task: task.id, head: found.commit, key: keyOf(task, found, task.baseCommit) }];
    });
}

function newest(
  task: Task,
  pinned: ReadonlyMap<string, Pinned>,
  seen: ReadonlyMap<TaskId, Pinned>,
): Pinned | null {
  if ((task.state === 'ready' || task.state === 'applying') && task.result !== null)
    return { commit: task.result.head, tree: task.result.tree };
  return seen.get(task.id) ?? pinned.get(task.id) ?? null;
}

// Work that was begun on other work that is not applied yet merges by its commits: what is in both is no conflict.
function keyOf(task: Task, { commit, tree }: Pinned, base: Oid): string {
  return task.releasedBy === 'ready' && task.dependsOn.length > 0 ? commit : `${tree}@${base}`;
}
