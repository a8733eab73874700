// Finds the tasks of workers that went silent: who did not renew a lease in time has lost its task, and the task is to go on
// elsewhere. The worker may still live; then it finds its writes refused, because losing a task raises the fence too.
import type { TaskId } from '../domain/ids.ts';
import { isInside } from '../domain/inside-task.ts';
import { isOutside } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';

export interface SweepDeps {
  readonly store: Pick<Store, 'transition'>;
  /** Only tasks of this home's projects: to go on with others takes files that are elsewhere. */
  readonly home: string;
}

/**
 * The tasks that are live without a lease that holds. Runs of this process look after themselves (lease.ts), and so do
 * the phases for agents from outside (phase/expire.ts). Leases that hold nothing any more are cleared away.
 */
export async function sweep(
  { store, home }: SweepDeps,
  runsHere: (id: TaskId) => boolean,
): Promise<readonly Task[]> {
  return store.transition(async (within) => {
    const live = await within.tasks.list({ states: ['starting', 'running', 'waiting'], home });
    const leases = await within.leases.list(home);
    const now = await within.now();
    const isHeld = (task: Task): boolean =>
      leases.some((lease) => lease.taskId === task.id && lease.fence === task.fence && lease.until > now);
    // One inside its parent's agent has no lease, and lives as long as that one's run.
    const isHere = (task: Task): boolean =>
      runsHere(task.id) || (isInside(task) && task.parentId !== null && runsHere(task.parentId));
    const isUsed = (id: TaskId): boolean => runsHere(id) || live.some((task) => task.id === id);
    for (const lease of leases)
      if (!isUsed(lease.taskId)) await within.leases.release(lease.taskId, lease.fence);
    return live.filter((task) => !isOutside(task) && !isHere(task) && !isHeld(task));
  });
}
