// `tasklane task conflicts`: each file that was in conflict, before and after; of work that is not applied, what an apply would
// meet now.
import { endpoints } from '../../api/endpoints.ts';
import type { TaskConflictsJson } from '../../api/resolution-schemas.ts';
import { kindWords } from '../conflict-lines.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { outcomeWords, sourceWords } from '../resolution-words.ts';
import { oneLine } from '../text.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export async function taskConflicts(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const found = await client.call(endpoints.taskConflicts, { params: { task: id }, timeoutMs: 0 });
  if (wantsJson(flags)) return printJson(context, found);
  const { state, branch, files } = found;
  if (files.length === 0)
    return say(
      context,
      state === 'applied' ? 'It was applied without a conflict.' : `It does not conflict with ${branch}.`,
    );
  print(context, files.map(inWords).join('\n\n'));
}

type File = TaskConflictsJson['files'][number];

function inWords({ path, kind, resolution, before, after, outcome }: File): string {
  const how = resolution === null ? 'not resolved' : `resolved by ${sourceWords[resolution.source]}`;
  const hasLines = after !== null && (before !== null || outcome === 'new');
  const end = hasLines || outcome === null ? after : outcomeWords[outcome];
  return [
    `${path}: ${kindWords[kind]}; ${how}`,
    ...(before === null ? [] : ['--- before', before.trimEnd()]),
    ...(end === null ? [] : ['+++ after', end.trimEnd()]),
    ...(resolution?.also ?? []).map((other) => `also changed ${oneLine(other.path)}: ${oneLine(other.why)}`),
  ].join('\n');
}
