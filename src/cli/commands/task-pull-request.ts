// `tasklane task pull-request`: asks the git host how the pull request of a task stands.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { pullRequestLine } from '../pull-request-line.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function lookAtPullRequest(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.lookAtPullRequest, { params: { task: id } });
  if (wantsJson(flags)) printJson(context, task);
  else print(context, pullRequestLine(task.pull_request));
}
