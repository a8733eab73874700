// `tasklane task request-changes`: all drafts of a person, and what they say besides, as one message to the agent.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { givenText } from '../prompt-text.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export type RequestChangesFlags = TaskFlags;

export async function requestChanges(
  context: Context,
  ref: string,
  words: readonly string[],
  flags: RequestChangesFlags,
): Promise<void> {
  const message = words.length === 0 ? '' : await givenText(context, words, 'message');
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.requestChanges, { params: { task: id }, body: { message } });
  reportChanged(context, flags, task, `has your review; follow it with: tasklane task logs -f ${task.name}`);
}
