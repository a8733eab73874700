// `tasklane task send`: words of a person to the agent; a ready or paused task goes on with them.
import { endpoints } from '../../api/endpoints.ts';
import { wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { limitFieldsOf } from '../limit-fields.ts';
import type { LimitFlags } from '../limit-fields.ts';
import { givenText } from '../prompt-text.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface SendFlags extends TaskFlags, LimitFlags {
  readonly stdin?: boolean;
  readonly interrupt?: boolean;
}

export async function sendToTask(
  context: Context,
  ref: string,
  words: readonly string[],
  flags: SendFlags,
): Promise<void> {
  const message = await givenText(context, flags.stdin === true ? ['-'] : words, 'message');
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const body = {
    message,
    ...limitFieldsOf(flags),
    ...(flags.interrupt === true && { interrupt: true }),
  };
  const task = await client.call(endpoints.sendToTask, { params: { task: id }, body });
  // Scripts for Coder expect nothing on success.
  if (context.isCoder && !wantsJson(flags)) return;
  reportChanged(context, flags, task, `has your message; follow it with: tasklane task logs -f ${task.name}`);
}
