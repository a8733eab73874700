// `tasklane task undo`: what would happen, or that it has.
import { endpoints } from '../../api/endpoints.ts';
import type { TaskJson } from '../../api/schemas.ts';
import type { UndoPlanJson } from '../../api/undo-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { sayWarnings } from '../say-warnings.ts';
import { styleFor } from '../style.ts';
import { label, summarize } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { oneLine } from '../text.ts';
import { widthFor } from '../wrap.ts';

export interface UndoFlags extends TaskFlags {
  readonly dryRun?: boolean;
}

/** Exit code 1 when it cannot be, also with `--dry-run`. */
export async function undoTask(context: Context, ref: string, flags: UndoFlags): Promise<ExitCode> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const params = { task: task.id };
  if (flags.dryRun === true) {
    const plan = await client.call(endpoints.undoPlan, { params, timeoutMs: 0 });
    if (wantsJson(flags)) printJson(context, plan);
    else print(context, planText(task, plan));
    return plan.possible ? exitCodes.ok : exitCodes.failure;
  }
  if (context.stderr.isTTY === true) say(context, `undoing ${label(task)}: testing the branch without it…`);
  // The daemon does it, and no connection is needed for that.
  using _ = context.interrupts.take(() => {
    say(
      context,
      `tasklane: the undo goes on without you; see how it ended with: tasklane task show ${task.name}`,
    );
    process.exit(exitCodes.cancelled);
  });
  const undone = await client.call(endpoints.undoTask, { params, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, undone);
  else
    print(
      context,
      summarize(undone, {
        style: styleFor(context.stdout, context.env),
        ref: undone.name,
        width: widthFor(context.stdout),
        isKnown: () => true,
      }),
    );
  sayWarnings(context, undone);
  return exitCodes.ok;
}

function planText(task: TaskJson, plan: UndoPlanJson): string {
  const { possible, reason, branch, files, conflicts, later, commits } = plan;
  const verdict = possible
    ? `${label(task)} can be taken from ${branch}, if its checks pass without it: ${files.join(', ')}`
    : `${label(task)} cannot be undone: ${reason ?? ''}`;
  return [
    verdict,
    ...conflicts.map(({ path, kind }) => `  in the way  ${oneLine(path)} (${kind})`),
    ...later.map((one) => {
      const why = one.because === 'depends_on' ? 'needs it' : `changed ${one.files.join(', ')} after it`;
      return `  builds on it  ${label(one)} (${one.state}): ${oneLine(why)}`;
    }),
    ...commits.map(({ oid, subject }) => `  commit after it  ${oid.slice(0, 10)} ${oneLine(subject)}`),
  ].join('\n');
}
