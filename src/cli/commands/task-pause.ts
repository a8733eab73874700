// `tasklane task pause`: its agent stops, and goes on where it was when somebody resumes it or writes.
import { endpoints } from '../../api/endpoints.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { label } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface PauseFlags extends TaskFlags {
  readonly yes?: boolean;
}

export async function pauseTask(context: Context, ref: string, flags: PauseFlags): Promise<void> {
  const client = await openClient(context);
  const found = await findTask(context, client, ref, flags);
  if (flags.yes !== true && context.isCoder) await confirm(context, `Pause ${label(found)}?`);
  const { id } = found;
  const task = await client.call(endpoints.pauseTask, { params: { task: id }, timeoutMs: 0 });
  reportChanged(context, flags, task, `is paused; go on with: tasklane task resume ${task.name}`);
}
