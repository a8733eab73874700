// `tasklane subagent runs` and `stop`: the subagents of a task's agent.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import { subagentBox } from '../subagent-box.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function listRuns(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const found = await client.call(endpoints.listSubagentRuns, { params: { task: task.id } });
  if (wantsJson(flags)) return printJson(context, found);
  if (found.runs.length === 0) return say(context, `tasklane: ${task.name} has used no subagents`);
  const style = styleFor(context.stdout, context.env);
  const boxes = found.runs.map((run) =>
    subagentBox(run, { style, width: context.stdout.columns }).join('\n'),
  );
  print(context, boxes.join('\n\n'));
}

export async function stopRun(context: Context, ref: string, run: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  await client.call(endpoints.stopSubagentRun, { params: { task: task.id, run } });
  if (wantsJson(flags)) return printJson(context, { task: task.id, run });
  say(context, `tasklane: subagent ${run} of ${task.name} is stopped; its agent goes on`);
}
