// `tasklane task replan`: a failed task becomes a draft again, with what failed.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function replanTask(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.replanTask, { params: { task: id } });
  reportChanged(
    context,
    flags,
    task,
    `is a draft again; change it with \`tasklane task edit ${task.name}\`, then: tasklane task accept ${task.name}`,
  );
}
