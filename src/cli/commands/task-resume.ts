// `tasklane task resume`.
import { endpoints } from '../../api/endpoints.ts';
import type { Client } from '../../api/client.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { confirm } from '../confirm.ts';
import { say } from '../context.ts';
import type { Context } from '../context.ts';
import { follow } from '../follow.ts';
import { label } from '../summary.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface ResumeFlags extends TaskFlags {
  readonly yes?: boolean;
  /** False: do not wait until it goes on. */
  readonly wait?: boolean;
}

export async function resumeTask(context: Context, ref: string, flags: ResumeFlags): Promise<void> {
  const client = await openClient(context);
  const found = await findTask(context, client, ref, flags);
  if (flags.yes !== true && context.isCoder) await confirm(context, `Resume ${label(found)}?`);
  const resumed = await client.call(endpoints.resumeTask, { params: { task: found.id } });
  const waits = context.isCoder && flags.wait !== false;
  const task = waits ? await untilStarted(context, client, resumed) : resumed;
  reportChanged(
    context,
    flags,
    task,
    `is ${task.state}, to go on in its copy; follow it with: tasklane task logs -f ${task.name}`,
  );
}

/** As Coder does: until the agent works again, or it turned out that it cannot. */
async function untilStarted(context: Context, client: Client, task: TaskJson): Promise<TaskJson> {
  const onNote = (text: string): void => say(context, `tasklane: ${text}`);
  const until = ({ state }: Pick<TaskJson, 'state'>): boolean => state !== 'queued' && state !== 'starting';
  const options = { after: 0, until, onEvent: () => undefined, onNote };
  if (until(task)) return task;
  return (await follow(client, task.id, options, new AbortController().signal))?.task ?? task;
}
