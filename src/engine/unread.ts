// Messages that no finished turn has had. What would leave them behind, in a task that has ended or rests, is decided in
// one transaction with the question whether there are any.
import type { LifecycleEvent } from '../domain/lifecycle.ts';
import type { TaskId } from '../domain/ids.ts';
import type { Task } from '../domain/task.ts';
import type { Store, StoreOperations } from '../store/store.ts';
import { closeOpen, endedWithDaemon } from './close-inquiries.ts';
import type { RunContext } from './run-context.ts';

export async function hasUnread(within: Pick<StoreOperations, 'messages'>, id: TaskId): Promise<boolean> {
  return (await within.messages.list(id)).some((message) => message.state !== 'done');
}

/**
 * The task after the event; null, and nothing is changed, when a message waits or somebody changed its state meanwhile.
 * `also` is part of the transaction.
 */
export async function changeUnlessUnread(
  run: RunContext,
  event: LifecycleEvent,
  also: (within: StoreOperations) => Promise<void> = async () => undefined,
): Promise<Task | null> {
  await run.recorder.flush();
  const changed = await run.deps.store.transition(async (within) => {
    const now = await within.tasks.get(run.task.id);
    if (now?.state !== run.task.state || (await hasUnread(within, run.task.id))) return null;
    await also(within);
    return within.tasks.change(run.task.id, run.kit.mask(event), { actor: run.actor, fence: run.fence });
  });
  if (changed !== null) run.task = changed;
  return changed;
}

/** Nobody works on it any more. An idle task rests then; but not with a message in it that nobody has read. */
export async function lose(
  store: Pick<Store, 'transition'>,
  task: Pick<Task, 'id' | 'fence'>,
  actor: string,
): Promise<Task> {
  return store.transition(async (within) => {
    const lost = await within.tasks.change(task.id, { type: 'lost' }, { actor, fence: task.fence });
    const gone = { kind: 'void', at: lost.updatedAt, reason: endedWithDaemon } as const;
    await closeOpen(within, task.id, 'approval', gone, actor);
    if (lost.state !== 'paused' || !(await hasUnread(within, task.id))) return lost;
    const resume = { reason: 'message', message: null } as const;
    return within.tasks.change(task.id, { type: 'resumed', resume }, { actor });
  });
}
