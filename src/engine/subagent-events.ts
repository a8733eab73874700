// What the subagents of a task said, read from its log page by page.
import type { TaskId } from '../domain/ids.ts';
import type { SubagentEvent } from '../domain/subagent/event.ts';
import type { Store } from '../store/store.ts';

const pageSize = 1000;

export async function readSubagentEvents(
  store: Pick<Store, 'events'>,
  taskId: TaskId,
): Promise<readonly SubagentEvent[]> {
  const events: SubagentEvent[] = [];
  let after = 0;
  for (;;) {
    const page = await store.events.read({ taskId, after, limit: pageSize });
    for (const { body } of page) if (body.type === 'agent.subagent') events.push(body.event);
    after = page.at(-1)?.id ?? after;
    if (page.length < pageSize) return events;
  }
}
