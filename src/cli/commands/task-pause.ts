// `tasklane task pause`: its agent stops, and goes on where it was when somebody resumes it or writes.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function pauseTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.pauseTask, { params: { task: id }, timeoutMs: 0 });
  reportChanged(context, flags, task, `is paused; go on with: tasklane task resume ${task.name}`);
}
