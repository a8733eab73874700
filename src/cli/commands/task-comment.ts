// `tasklane task comment …`: drafts of comments on the lines of a task's work.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { CommentJson } from '../../api/review-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { givenText } from '../prompt-text.ts';
import { styleFor } from '../style.ts';
import type { Style } from '../style.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { clean } from '../text.ts';

export interface CommentAddFlags extends TaskFlags {
  readonly old?: boolean;
}

export async function addComment(
  context: Context,
  ref: string,
  place: string,
  words: readonly string[],
  flags: CommentAddFlags,
): Promise<void> {
  const where = placeOf(place);
  const text = await givenText(context, words, 'comment');
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const comment = await client.call(endpoints.addComment, {
    params: { task: task.id },
    body: { ...where, text, side: flags.old === true ? 'old' : 'new' },
  });
  if (wantsJson(flags)) return printJson(context, comment);
  print(context, `${comment.id}  ${comment.path}:${linesOf(comment.start_line, comment.end_line)}`);
  say(context, `A draft; send it with: tasklane task request-changes ${task.name}`);
}

export async function listComments(context: Context, ref: string, flags: TaskFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const found = await client.call(endpoints.listComments, { params: { task: task.id } });
  if (wantsJson(flags)) return printJson(context, found);
  if (found.comments.length === 0) return say(context, 'There are no comments.');
  const style = styleFor(context.stdout, context.env);
  print(context, found.comments.map((comment) => textOf(comment, style)).join('\n\n'));
}

export async function removeComment(
  context: Context,
  ref: string,
  id: string,
  flags: TaskFlags,
): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  await client.call(endpoints.removeComment, { params: { task: task.id, comment: id } });
  if (wantsJson(flags)) return printJson(context, { removed: id });
  print(context, `${id}: removed`);
}

/** `src/cart.ts:12` or `src/cart.ts:12-14`; a file may have colons in its name. Throws `invalid_input`. */
function placeOf(place: string): { path: string; start_line: number; end_line: number } {
  const [, path, first, last = first] = /^(.+):(\d{1,9})(?:-(\d{1,9}))?$/s.exec(place) ?? [];
  if (path === undefined)
    throw new AppError('invalid_input', `“${place}” does not say which line of which file.`, {
      next: 'Write FILE:LINE or FILE:FIRST-LAST, for example src/cart.ts:12-14.',
    });
  return { path, start_line: Number(first), end_line: Number(last) };
}

function linesOf(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function textOf(comment: CommentJson, style: Style): string {
  const { anchor } = comment;
  const where = `${comment.path}:${linesOf(comment.start_line, comment.end_line)}`;
  const now =
    anchor.kind === 'moved' && anchor.start_line !== null && anchor.end_line !== null
      ? `, now ${anchor.path}:${linesOf(anchor.start_line, anchor.end_line)}`
      : anchorNote(comment);
  const side = comment.side === 'old' ? ' (before the task)' : '';
  const state = comment.sent_at === null ? 'draft' : `sent by ${comment.author}`;
  const code = comment.code.split('\n').map((line) => `  | ${clean(line)}`);
  return [
    style.bold(clean(`${comment.id}  ${where}${side}${now}  ${state}`)),
    ...code,
    ...clean(comment.text)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

function anchorNote({ anchor }: CommentJson): string {
  return anchor.kind === 'outdated' ? ', changed since' : '';
}
