// `tasklane trash restore`: the task as it was, or its work as a branch.
import { endpoints } from '../../api/endpoints.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { label } from '../summary.ts';
import { trashProject } from './trash-list.ts';
import type { TrashFlags } from './trash-list.ts';

export interface RestoreFlags extends TrashFlags {
  readonly branch?: string;
}

export async function restoreTrash(context: Context, entry: string, flags: RestoreFlags): Promise<void> {
  const client = await openClient(context);
  const project = await trashProject(context, client, flags);
  const restored = await client.call(endpoints.restoreTrash, {
    params: { project: project.id },
    body: { entry, ...(flags.branch !== undefined && { branch: flags.branch }) },
    timeoutMs: 0,
  });
  if (wantsJson(flags)) return printJson(context, restored);
  const { task, branch } = restored;
  if (branch !== null) {
    const what = task === null ? entry : label(task);
    return say(context, `tasklane: the work of ${what} is on the branch ${branch}; it stays in the trash`);
  }
  if (task !== null) say(context, `tasklane: restored ${label(task)} as ${task.name}: it is ${task.state}`);
}
