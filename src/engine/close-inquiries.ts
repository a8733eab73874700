// Closes what is still open of what the agents of a task wanted, in the transaction that makes it so.
import type { EventBody } from '../domain/event.ts';
import type { Inquiry, InquiryOutcome } from '../domain/inquiry.ts';
import type { TaskId } from '../domain/ids.ts';
import type { StoreOperations } from '../store/store.ts';

/** Why one is void whose agent was ended with its daemon, and which the next agent is told of. */
export const endedWithDaemon = 'its agent has ended with the daemon';

/** What the log says of one that is closed. */
export function closedEvent({ id, kind, question, outcome }: Inquiry): EventBody {
  return { type: 'run.inquiry_closed', inquiry: id, kind, question, outcome };
}

/** Returns those that it closed, in the order in which they were asked. */
export async function closeOpen(
  within: Pick<StoreOperations, 'inquiries' | 'events'>,
  taskId: TaskId,
  kind: Inquiry['kind'],
  outcome: InquiryOutcome,
  actor: string,
): Promise<readonly Inquiry[]> {
  const closed: Inquiry[] = [];
  for (const { id } of await within.inquiries.list({ taskId, kind, outcome: 'open' }))
    closed.push(await within.inquiries.close(id, outcome));
  if (closed.length > 0) await within.events.append(taskId, closed.map(closedEvent), { actor });
  return closed;
}
