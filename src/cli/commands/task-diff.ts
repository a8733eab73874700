// `tasklane task diff`: the patch as git wrote it, so that it can be applied; coloured only for a terminal.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { FileChangesJson } from '../../api/review-schemas.ts';
import { changedLines, fileLines } from '../changed-files.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import type { Style } from '../style.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { clean } from '../text.ts';

export interface DiffFlags extends TaskFlags {
  readonly stat?: boolean;
  readonly attempt?: number;
  readonly ignoreWhitespace?: boolean;
}

export async function taskDiff(context: Context, ref: string, flags: DiffFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const diff = await client.call(endpoints.diffTask, {
    params: { task: task.id },
    query: {
      ...(flags.attempt !== undefined && { attempt: flags.attempt }),
      ...(flags.ignoreWhitespace === true && { whitespace: 'ignore' as const }),
    },
  });
  if (wantsJson(flags))
    return printJson(context, { ...diff, files: await allFiles(client, task.id, flags.attempt) });
  if (diff.files.length === 0) return say(context, 'Nothing was changed.');
  const style = styleFor(context.stdout, context.env);
  if (flags.stat === true)
    return print(context, [...fileLines(diff.files, style), changedLines(diff.files, style)].join('\n'));
  print(context, context.stdout.isTTY === true ? forTerminal(diff.patch, style) : diff.patch);
  if (diff.truncated)
    say(
      context,
      `tasklane: the patch is cut; see all of it with: git diff ${diff.base} ${flags.attempt === undefined ? task.branch : diff.head}`,
    );
}

/** Each file with its hunks, over all pages. */
async function allFiles(
  client: Client,
  task: string,
  attempt: number | undefined,
): Promise<readonly FileChangesJson[]> {
  const files: FileChangesJson[] = [];
  let cursor: string | null | undefined;
  do {
    const query = {
      ...(attempt !== undefined && { attempt }),
      ...(typeof cursor === 'string' && { cursor }),
    };
    const page = await client.call(endpoints.taskChanges, { params: { task }, query });
    files.push(...page.files);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return files;
}

function forTerminal(patch: string, style: Style): string {
  return clean(patch)
    .split('\n')
    .map((line) => coloured(line, style))
    .join('\n');
}

function coloured(line: string, style: Style): string {
  if (/^(diff |index |--- |\+\+\+ |new file|deleted file|rename |similarity )/.test(line))
    return style.bold(line);
  if (line.startsWith('@@')) return style.cyan(line);
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}
