// `tasklane task retry`.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function retryTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.retryTask, { params: { task: id }, body: {} });
  reportChanged(
    context,
    flags,
    task,
    `is ${task.state} again; follow it with: tasklane task logs -f ${task.name}`,
  );
}
