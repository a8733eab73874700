// What an agent said last, for those who look at many tasks at once and do not read their logs.
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';

/** One answer of a model is stored in pieces, and tool calls come between two answers. */
const lookBack = 60;

/** Null: it has said nothing lately. */
export async function lastWords(store: Pick<Store, 'events'>, task: Task): Promise<string | null> {
  const events = await store.events.read({ taskId: task.id, newest: true, limit: lookBack });
  let words = '';
  for (const { body } of events.toReversed()) {
    if (body.type === 'agent.message') words = body.text + words;
    else if (words.trim() !== '') break;
  }
  return words.trim() === '' ? null : words.trim();
}
