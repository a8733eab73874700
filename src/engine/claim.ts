// The claim: in one transaction the rule is asked again with what the database says now, the tasks are marked, and their
// leases are written. The queue in memory only proposes; whatever it got wrong ends here as "not now", never as a double start.
import { holdOf, otherHomeHold } from '../domain/hold.ts';
import type { Hold, Limits } from '../domain/hold.ts';
import type { TaskId } from '../domain/ids.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { Store, StoreOperations } from '../store/store.ts';
import { leaseMs } from './lease.ts';

export interface ClaimInput {
  readonly store: Pick<Store, 'transition'>;
  readonly worker: string;
  /** Of this home's projects alone are tasks claimed, and counted. */
  readonly home: string;
  readonly limits: Limits;
  readonly pressure: string | null;
  readonly now: () => number;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly task: Task }
  /** Something changed since it was proposed. `hold` is null when the task is not waiting any more. */
  | { readonly kind: 'held'; readonly hold: Hold | null };

/**
 * Claims what may start now, in this order, in one transaction: either all of it is claimed or nothing. An outcome for
 * each, in the same order.
 */
export async function claimTasks(
  input: ClaimInput,
  ids: readonly TaskId[],
): Promise<readonly ClaimOutcome[]> {
  return input.store.transition(async (within) => {
    const live = new LiveTasks(
      await within.tasks.list({ states: ['starting', 'running', 'waiting'], home: input.home }),
    );
    const until = (await within.now()) + leaseMs;
    const outcomes: ClaimOutcome[] = [];
    for (const id of ids) {
      const outcome = await claimOne(within, { live, until }, id, input);
      // Those behind it are held against this one too.
      if (outcome.kind === 'claimed') live.add(outcome.task);
      outcomes.push(outcome);
    }
    return outcomes;
  });
}

async function claimOne(
  within: StoreOperations,
  { live, until }: { readonly live: LiveTasks; readonly until: number },
  id: TaskId,
  input: ClaimInput,
): Promise<ClaimOutcome> {
  const task = await within.tasks.get(id);
  if (task?.state !== 'queued' || task.deletedAt !== null) return { kind: 'held', hold: null };
  const hold = await holdNow(within, live, task, input);
  if (hold !== null) return { kind: 'held', hold };
  const { worker } = input;
  const claimed = await within.tasks.change(id, { type: 'claimed', worker }, { actor: 'scheduler' });
  await within.leases.put({ taskId: id, worker, fence: claimed.fence, until });
  return { kind: 'claimed', task: claimed };
}

async function holdNow(
  within: StoreOperations,
  live: LiveTasks,
  task: TaskIn<'queued'>,
  input: ClaimInput,
): Promise<Hold | null> {
  const project = await within.projects.get(task.projectId);
  if (project !== undefined && project.home !== input.home) return otherHomeHold(project.home);
  const health = await within.agents.get(input.home, task.agent);
  const needed = new Map<string, Task>();
  for (const one of await within.tasks.several(task.dependsOn)) needed.set(one.id, one);
  return holdOf(task, {
    live,
    byId: (id) => needed.get(id),
    // Who is first in a lane is a matter of order, and the proposal already is in order; that nobody is in it is the rule.
    ahead: () => null,
    limits: input.limits,
    health: () => health,
    pressure: input.pressure,
    now: input.now(),
  });
}
