// `tasklane task edit`: a draft as a whole, a queued task in what only the scheduler has read.
import { endpoints } from '../../api/endpoints.ts';
import type { Context } from '../context.ts';
import { wantsJson } from '../context.ts';
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
}

export async function editTask(context: Context, ref: string, flags: EditFlags): Promise<void> {
  const { owns, ...fields } = taskFieldsOf(flags);
  const prompt = flags.prompt === undefined ? undefined : await givenText(context, [flags.prompt], 'prompt');
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.editTask, {
    params: { task: id },
    body: {
      ...fields,
      // `--owns ''` takes the limit away: it may change everything again.
      ...(owns !== undefined && { owns: owns.length === 1 && owns[0] === '' ? [] : owns }),
      ...(prompt !== undefined && { prompt }),
      ...(flags.dropDependency !== undefined && { drop_dependencies: [...flags.dropDependency] }),
    },
  });
  if (!wantsJson(flags)) sayWarnings(context, task);
  reportChanged(context, flags, task, 'is changed');
}
