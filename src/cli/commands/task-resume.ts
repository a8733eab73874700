// `tasklane task resume`.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function resumeTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.resumeTask, { params: { task: id } });
  reportChanged(
    context,
    flags,
    task,
    `is ${task.state}, to go on in its copy; follow it with: tasklane task logs -f ${task.name}`,
  );
}
