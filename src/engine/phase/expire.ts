// Leases that were not renewed in time: their tasks are pending again, for whoever asks next.
import { isLive, isOutside } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { Lease, StoreOperations } from '../../store/store.ts';
import { giveBackWithin } from './give-back.ts';

/** Those that agents from outside have on tasks of this home, and that have ended. Part of the caller's transaction. */
export async function endExpired(within: StoreOperations, home: string): Promise<readonly Task[]> {
  const ended: Task[] = [];
  const now = await within.now();
  for (const lease of await within.leases.list(home)) {
    if (lease.until > now) continue;
    const task = await within.tasks.get(lease.taskId);
    if (task === undefined || !isOutside(task)) continue;
    // In `starting` it is we who work, on what the agent was not told of yet; a crash there is the recovery's to see.
    if (task.state === 'starting') continue;
    if (isLive(task) && task.fence === lease.fence) ended.push(await expire(within, task, lease, now));
    // Cancelled by a person meanwhile: only the lease is left of it.
    else await within.leases.release(lease.taskId, lease.fence);
  }
  return ended;
}

async function expire(within: StoreOperations, task: Task, lease: Lease, now: number): Promise<Task> {
  const note = `The lease of ${lease.worker} ended without a sign of life.`;
  return giveBackWithin(within, task, { actor: 'system', note }, now);
}
