// Takes tasks back from workers that went silent: who did not renew a lease in time has lost its task, and the task goes on
// elsewhere. The worker may still live; then it finds its writes refused, because losing a task raises the fence too.
import type { TaskId } from '../domain/ids.ts';
import type { Task } from '../domain/task.ts';
import type { Lease, Store } from '../store/store.ts';

export interface SweepDeps {
  readonly store: Pick<Store, 'transition'>;
  readonly now: () => number;
}

/**
 * Marks as lost what is live without a lease that holds, and clears away leases that hold nothing. Runs of this process
 * look after themselves (lease.ts). Returns what was lost.
 */
export async function sweep(
  { store, now }: SweepDeps,
  runsHere: (id: TaskId) => boolean,
): Promise<readonly Task[]> {
  return store.transition(async (within) => {
    const leases = new Map((await within.leases.list()).map((lease) => [lease.taskId, lease]));
    const lost: Task[] = [];
    for (const task of await within.tasks.list({ states: ['starting', 'running', 'waiting'] })) {
      const lease = leases.get(task.id);
      leases.delete(task.id);
      if (runsHere(task.id) || isHeld(task, lease, now())) continue;
      if (lease !== undefined) await within.leases.release(task.id, lease.fence);
      lost.push(await within.tasks.change(task.id, { type: 'lost' }, { actor: 'system' }));
    }
    for (const lease of leases.values())
      if (!runsHere(lease.taskId)) await within.leases.release(lease.taskId, lease.fence);
    return lost;
  });
}

function isHeld(task: Task, lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.fence === task.fence && lease.until > now;
}
