// `tasklane task complete`: the work of an agent that waits is checked, and ready for review then.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function completeTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.completeTask, { params: { task: id } });
  reportChanged(
    context,
    flags,
    task,
    `is being completed; wait for it with: tasklane task wait ${task.name}`,
  );
}
