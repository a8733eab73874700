// `tasklane task preview`: the address where the work of a task is shown; only that on standard output, for a script.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { clean } from '../text.ts';

export interface PreviewFlags extends TaskFlags {
  readonly stop?: boolean;
}

export async function taskPreview(context: Context, ref: string, flags: PreviewFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const params = { task: task.id };
  if (flags.stop === true) {
    await client.call(endpoints.stopPreview, { params });
    if (wantsJson(flags)) return printJson(context, { preview: null });
    return say(context, 'The preview is stopped.');
  }
  // It is up to the daemon how long the command may take.
  const preview = await client.call(endpoints.startPreview, { params, timeoutMs: 0 });
  if (wantsJson(flags)) return printJson(context, { preview });
  print(context, preview.url);
  const minutes = Math.max(1, Math.round(preview.idle_ms / 60_000));
  say(context, `${clean(preview.command)}; stopped when nobody has looked at it for ${minutes} min`);
}
