// What an agent asked leave for when its process was ended: nobody decided, and an agent that takes its conversation up
// again would believe what it likes. It is told with its first prompt.
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';
import { endedWithDaemon } from './close-inquiries.ts';

const key = 'voided-told';
const mostNamed = 10;

/** In words for the agent; null when there is nothing to tell, or it was told before. */
export async function toldOfVoided(
  store: Pick<Store, 'inquiries' | 'steps'>,
  { id, attempt }: Pick<Task, 'id' | 'attempt'>,
): Promise<string | null> {
  const before = await store.steps.get(id, key);
  const since = typeof before === 'number' ? before : -Infinity;
  const voided = (await store.inquiries.list({ taskId: id, kind: 'approval', outcome: 'void' })).flatMap(
    ({ question, outcome, attempt: of }) =>
      outcome.kind === 'void' && outcome.reason === endedWithDaemon && of === attempt && outcome.at > since
        ? [{ question, at: outcome.at }]
        : [],
  );
  if (voided.length === 0) return null;
  await store.steps.put(id, key, Math.max(...voided.map(({ at }) => at)));
  const named = voided.slice(-mostNamed).map(({ question }) => `“${question}”`);
  return `Nobody decided about ${named.join(', ')}: you were ended before. Ask again if you still want to do it.`;
}
