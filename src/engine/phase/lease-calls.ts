// What an agent says about a task that it has, besides that it is done: that it lives, that it gives up, that it cannot.
import type { Failure } from '../../domain/failure.ts';
import type { PhaseId } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import type { Lease, StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { commitCopy, openCopy, showWork } from './copies.ts';
import { clearCopies, endLease, giveBackWithin } from './give-back.ts';
import { groundOf } from './ground.ts';
import { requireHolder } from './holder.ts';
import type { Holder } from './holder.ts';

export interface Beat {
  readonly lease: Lease;
  /** What people have written since. */
  readonly messages: readonly string[];
}

export async function heartbeat(
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  who: Holder & { readonly leaseMs: number },
): Promise<Beat> {
  return deps.store.transition(async (within) => {
    const { task, lease } = await requireHolder(within, id, ref, who);
    const until = await renew(within, lease, who.leaseMs);
    return { lease: { ...lease, until }, messages: await within.messages.give(task.id, task.fence) };
  });
}

/** A sign of life never shortens what was granted before. */
export async function renew(within: StoreOperations, lease: Lease, leaseMs: number): Promise<number> {
  const until = Math.max(lease.until, (await within.now()) + leaseMs);
  await within.leases.renew(lease.taskId, lease.fence, until);
  return until;
}

export async function releaseTask(
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  who: Holder & { readonly reason: string },
): Promise<Task> {
  const back = await deps.store.transition(async (within) => {
    const { task } = await requireHolder(within, id, ref, who);
    const note = `Given back by ${who.agent}${who.reason === '' ? '.' : `: ${who.reason}`}`;
    return giveBackWithin(within, task, { actor: `agent:${who.agent}`, note }, deps.now());
  });
  await clearCopies(deps, back);
  return back;
}

export async function failTask(
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  who: Holder & { readonly reason: string; readonly detail: string },
): Promise<Task> {
  const { task } = await deps.store.transition((within) => requireHolder(within, id, ref, who));
  await keepWork(deps, task);
  const failure: Failure = {
    kind: 'other',
    message: who.reason,
    detail: who.detail,
    next: 'Retry it: whoever asks next begins anew. Or cancel it, and the phase ends without it.',
  };
  const options = { actor: `agent:${who.agent}`, fence: who.fence };
  const failed = await deps.store.transition(async (within) => {
    await requireHolder(within, id, ref, who);
    const changed = await within.tasks.change(task.id, { type: 'failed', failure }, options);
    await endLease(within, task, deps.now());
    return changed;
  });
  await clearCopies(deps, failed);
  return failed;
}

async function keepWork(deps: EngineDeps, task: Task): Promise<void> {
  const ground = await groundOf(deps, task.projectId);
  const copy = await openCopy(ground, task);
  if (copy === undefined) return;
  const head = await commitCopy(ground, task, copy, '');
  if (head !== copy.base) await showWork(ground, task, head);
}
