// `tasklane task retry`.
import { endpoints } from '../../api/endpoints.ts';
import type { RetryJson } from '../../api/schemas.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { limitFieldsOf } from '../limit-fields.ts';
import type { LimitFlags } from '../limit-fields.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

/** What the new attempt has otherwise than the one before. */
export interface RetryFlags extends TaskFlags, LimitFlags {
  readonly agent?: string;
  readonly model?: string;
}

export async function retryTask(context: Context, ref: string, flags: RetryFlags): Promise<void> {
  const body: RetryJson = {
    ...(flags.agent !== undefined && { agent: flags.agent }),
    ...(flags.model !== undefined && { model: flags.model }),
    ...limitFieldsOf(flags),
  };
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.retryTask, { params: { task: id }, body });
  reportChanged(
    context,
    flags,
    task,
    `is ${task.state} again; follow it with: tasklane task logs -f ${task.name}`,
  );
}
