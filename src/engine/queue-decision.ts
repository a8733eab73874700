// The rule applied to the whole queue as the store has it: for people who want to see why, not for the dispatcher, which
// never looks at everybody.
import type { Limits } from '../domain/hold.ts';
import { choose } from '../domain/schedule.ts';
import type { Choice } from '../domain/schedule.ts';
import type { Task, TaskIn } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';

export interface QueueDecision {
  readonly queued: readonly TaskIn<'queued'>[];
  /** Starting, running and waiting. */
  readonly live: readonly Task[];
  readonly choice: Choice;
}

/** What would start now and why the rest waits. `pressure` is what the machine is short of, in words, or null. */
export async function decideQueue(
  within: Pick<StoreOperations, 'tasks'>,
  { limits, now }: { readonly limits: Limits; readonly now: () => number },
  pressure: string | null,
): Promise<QueueDecision> {
  const queued = (await within.tasks.list({ states: ['queued'] })).filter(isQueued);
  const live = await within.tasks.list({ states: ['starting', 'running', 'waiting'] });
  const needed = new Map<string, Task>();
  for (const id of new Set(queued.flatMap((task) => task.dependsOn))) {
    const found = await within.tasks.get(id);
    if (found !== undefined) needed.set(id, found);
  }
  const byId = (id: string): Task | undefined => needed.get(id);
  return { queued, live, choice: choose({ queued, live, byId, limits, pressure, now: now() }) };
}

function isQueued(task: Task): task is TaskIn<'queued'> {
  return task.state === 'queued';
}
