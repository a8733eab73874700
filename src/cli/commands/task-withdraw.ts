// `tasklane task withdraw`: takes a task out of the merge queue.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function withdrawTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.withdrawTask, { params: { task: id } });
  const what =
    task.pull_request?.state === 'closed' ? 'has its pull request closed' : 'is out of the merge queue';
  reportChanged(context, flags, task, `${what}, and is ready as before`);
}
