// `tasklane task evidence`: whether the work of a task is verified as it is now, and what each check found.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { evidenceText } from '../evidence-text.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { widthFor } from '../wrap.ts';

export interface EvidenceFlags extends TaskFlags {
  readonly full?: boolean;
}

export async function taskEvidence(context: Context, ref: string, flags: EvidenceFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const report = await client.call(endpoints.taskVerification, { params: { task: task.id } });
  if (wantsJson(flags)) return printJson(context, report);
  const style = styleFor(context.stdout, context.env);
  const width = widthFor(context.stdout);
  print(context, evidenceText(task, report, { style, width, isFull: flags.full === true }));
}
