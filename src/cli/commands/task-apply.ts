// `tasklane task apply`.
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import { label, summarize } from '../summary.ts';
import { widthFor } from '../wrap.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

/** It is refused when the merge conflicts or the merged version fails its checks: then exit code 1, and why. */
export async function applyTask(context: Context, ref: string, flags: TaskFlags): Promise<ExitCode> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  if (context.stderr.isTTY === true) say(context, `applying ${label(task)}: ${whatHappens(task)}…`);
  // The daemon does it, and no connection is needed for that.
  using _ = context.interrupts.take(() => {
    say(
      context,
      `tasklane: the apply goes on without you; watch it with: tasklane task logs -f ${task.name}`,
    );
    process.exit(exitCodes.cancelled);
  });
  const applied = await client.call(endpoints.applyTask, { params: { task: task.id }, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, applied);
  else print(context, inWords(context, applied));
  return applied.state === 'done' ? exitCodes.ok : exitCodes.failure;
}

function whatHappens(task: TaskJson): string {
  const hasChecks = (task.result?.checks.length ?? 0) > 0;
  return hasChecks ? 'merging, and checking the merged version' : 'merging into the branch';
}

// Whoever applies it has read what the agent says of it; what happened to the branch is the news.
function inWords(context: Context, applied: TaskJson): string {
  return summarize(applied, {
    style: styleFor(context.stdout, context.env),
    ref: applied.name,
    width: widthFor(context.stdout),
    isKnown: () => true,
  });
}
