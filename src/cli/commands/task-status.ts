// `tasklane task status`: one row, for a quick look or under `watch`.
import { print, printJson, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { taskTable } from '../task-rows.ts';

export async function taskStatus(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  if (wantsJson(flags)) return printJson(context, task);
  const { columns } = context.stdout;
  print(context, taskTable([task], { withProject: false, columns, now: Date.now() }));
}
