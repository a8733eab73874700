// `tasklane task cancel`.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface CancelFlags extends TaskFlags {
  readonly reason?: string;
  readonly force?: boolean;
}

export async function cancelTask(context: Context, ref: string, flags: CancelFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.cancelTask, {
    params: { task: id },
    body: {
      ...(flags.reason !== undefined && { reason: flags.reason }),
      ...(flags.force !== undefined && { force: flags.force }),
    },
  });
  reportChanged(
    context,
    flags,
    task,
    task.state === 'cancelled' ? 'is cancelled' : `is being cancelled (${task.state})`,
  );
}
