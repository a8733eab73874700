// The private copies that agents from outside may ask for. Each lease has a folder of its own: an agent that wakes up after
// its lease has ended finds its copy gone, and not the copy of whoever has the task now.
import { join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import type { Oid, ProjectId } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import type { Workspace } from '../../workspaces/workspaces.ts';
import { workMessage } from '../commit-message.ts';
import type { EngineDeps } from '../deps.ts';
import { pinName } from '../run-context.ts';
import type { Ground } from './ground.ts';

export function copyDir(deps: EngineDeps, projectId: ProjectId, task: Task, fence: number): string {
  return join(deps.workspaces.dirOf(projectId, task.id), `lease-${fence}`);
}

/** The copy of a lease, when its agent asked for one. */
export async function openCopy(
  { deps, project }: Ground,
  task: Task,
  fence = task.fence,
): Promise<Workspace | undefined> {
  return deps.workspaces.strategy.open(copyDir(deps, project.id, task, fence));
}

/** Commits what is in a copy, from outside. Returns the newest commit of the work. */
export async function commitCopy(ground: Ground, task: Task, copy: Workspace, summary: string): Promise<Oid> {
  const parent = (await ground.hub.pinned(pinName(task))) ?? copy.base;
  const message = workMessage(task, summary);
  return (await ground.hub.snapshot(copy, parent, { message, author: ground.author })).head;
}

/**
 * Takes the copies of all leases before `below` away. What is in them is committed first and stays reachable in the hub;
 * where that cannot be, the copy stays.
 */
export async function retireCopies(ground: Ground, task: Task, below: number): Promise<void> {
  for (let fence = 1; fence < below; fence += 1) {
    const copy = await openCopy(ground, task, fence);
    if (copy === undefined) continue;
    try {
      const head = await commitCopy(ground, task, copy, 'Work of a lease that has ended.');
      await ground.hub.pin(pinName(task, `lease-${fence}`), head);
      await ground.deps.workspaces.remove(copy.dir);
    } catch (error) {
      ground.deps.log.warn({ taskId: task.id, dir: copy.dir, error: messageOf(error) }, 'a copy was kept');
    }
  }
}

/** Keeps the work reachable and shows it as the task's branch, which is a view of it and must never make it fail. */
export async function showWork(ground: Ground, task: Task, head: Oid): Promise<void> {
  await ground.hub.pin(pinName(task), head);
  try {
    await ground.hub.publish(task.branch, head);
  } catch (error) {
    ground.deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'a branch could not be shown');
  }
}
