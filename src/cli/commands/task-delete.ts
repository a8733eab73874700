// `tasklane task delete`: one or several. All are looked up before the first is deleted, so that a slip deletes none.
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { label } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface DeleteFlags extends TaskFlags {
  readonly yes?: boolean;
}

export async function deleteTasks(
  context: Context,
  refs: readonly string[],
  flags: DeleteFlags,
): Promise<void> {
  const client = await openClient(context);
  const tasks: TaskJson[] = [];
  for (const ref of refs) tasks.push(await findTask(context, client, ref, flags));
  if (flags.yes !== true)
    await confirm(
      context,
      `Delete ${tasks.map(label).join(', ')} with its copy of the repository and its branch?`,
    );
  for (const task of tasks) {
    await client.call(endpoints.deleteTask, { params: { task: task.id } });
    if (!wantsJson(flags)) tell(context, task);
  }
  if (wantsJson(flags)) printJson(context, { deleted: tasks.map((task) => task.id) });
}

function tell(context: Context, task: TaskJson): void {
  if (!context.isCoder) return say(context, `tasklane: deleted ${label(task)}`);
  const owner = task.owner === null ? '' : `${task.owner}/`;
  print(context, `Deleted task ${owner}${task.name} at ${new Date().toISOString()}`);
}
