// What becomes of a phase stands in the log of each of its tasks, and so in every live stream: the log is by task.
import type { EventBody } from '../../domain/event.ts';
import type { Phase } from '../../domain/phase.ts';
import type { StoreOperations } from '../../store/store.ts';

/** Part of the transaction that has changed it. */
export async function tellPhase(within: StoreOperations, phase: Phase, actor: string): Promise<void> {
  const body: EventBody = {
    type: 'run.phase',
    phase: phase.id,
    name: phase.name,
    state: phase.state,
    detail: detailOf(phase),
  };
  for (const { taskId } of phase.tasks) {
    const task = await within.tasks.get(taskId);
    if (task?.deletedAt === null) await within.events.append(taskId, [body], { actor });
  }
}

function detailOf(phase: Phase): string {
  if (phase.state === 'open') return phase.notice?.message ?? '';
  return phase.state === 'cancelled' ? phase.reason : '';
}
