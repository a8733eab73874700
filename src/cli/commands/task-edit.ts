// `tasklane task edit`: a draft as a whole, a queued task in what only the scheduler has read. The change is made only to the
// version that was read, here or before by whoever names it.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { say, wantsJson } from '../context.ts';
import { clashLines } from '../edit-clash.ts';
import { openClient } from '../find-daemon.ts';
import { givenText } from '../prompt-text.ts';
import { reportChanged } from '../report-changed.ts';
import { taskFieldsOf } from '../task-fields.ts';
import type { TaskFieldFlags } from '../task-fields.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { sayWarnings } from '../say-warnings.ts';

export interface EditFlags extends TaskFieldFlags, TaskFlags {
  readonly prompt?: string;
  readonly dropDependency?: readonly string[];
  readonly ifVersion?: number;
}

export async function editTask(context: Context, ref: string, flags: EditFlags): Promise<void> {
  const { owns, ...fields } = taskFieldsOf(flags);
  const prompt = flags.prompt === undefined ? undefined : await givenText(context, [flags.prompt], 'prompt');
  const client = await openClient(context);
  const { id, version } = await findTask(context, client, ref, flags);
  const edit = client.call(endpoints.editTask, {
    params: { task: id },
    headers: { 'if-match': `"${flags.ifVersion ?? version}"` },
    body: {
      ...fields,
      // `--owns ''` takes the limit away: it may change everything again.
      ...(owns !== undefined && { owns: owns.length === 1 && owns[0] === '' ? [] : owns }),
      ...(prompt !== undefined && { prompt }),
      ...(flags.dropDependency !== undefined && { drop_dependencies: [...flags.dropDependency] }),
    },
  });
  const task = await edit.catch((error: unknown) => {
    if (!wantsJson(flags)) for (const line of clashLines(error)) say(context, line);
    throw error;
  });
  if (!wantsJson(flags)) sayWarnings(context, task);
  reportChanged(context, flags, task, 'is changed');
}
