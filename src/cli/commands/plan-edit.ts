// `tasklane plan edit | split | merge | reorder | drop`: the drafts of a proposal changed by hand. A change is made only to the
// revision that was read; who was too late is shown both.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { DraftChangeJson } from '../../api/request-change-schemas.ts';
import type { RequestJson } from '../../api/request-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { readDirection } from '../direction.ts';
import { draftClashLines } from '../draft-clash.ts';
import { draftPatch, draftText } from '../draft-text.ts';
import { edited } from '../editor.ts';
import { openClient } from '../find-daemon.ts';
import { requestLines } from '../request-lines.ts';

export interface PlanEditFlags extends OutputFlags {
  readonly ifRevision?: number;
}

export interface SplitFlags extends PlanEditFlags {
  readonly part?: readonly string[];
}

export interface MergeFlags extends PlanEditFlags {
  readonly title?: string;
  readonly prompt?: string;
}

export interface DirectionFlags extends PlanEditFlags {
  readonly direction?: readonly string[];
}

/** In the person's editor. */
export async function editDraft(
  context: Context,
  ref: string,
  task: string | undefined,
  flags: PlanEditFlags,
): Promise<void> {
  const client = await openClient(context);
  const request = await client.call(endpoints.showRequest, { params: { request: ref } });
  const changed = await editInEditor(context, client, request, { task, flags });
  if (changed !== null) show(context, changed, flags);
}

/** Null when nothing was changed. `task`: which one, where there are several. */
export async function editInEditor(
  context: Context,
  client: Client,
  request: RequestJson,
  { task, flags }: { readonly task: string | undefined; readonly flags: PlanEditFlags },
): Promise<RequestJson | null> {
  const proposed = oneOf(request, task);
  const text = await edited(context, draftText(proposed), `${proposed.key}.md`);
  const patch = text === null ? {} : draftPatch(proposed, text);
  if (Object.keys(patch).length === 0) {
    say(context, 'tasklane: nothing was changed');
    return null;
  }
  return change(context, client, request, { type: 'edit', key: proposed.key, ...patch }, flags);
}

export async function splitDraft(
  context: Context,
  ref: string,
  task: string,
  flags: SplitFlags,
): Promise<void> {
  const parts = (flags.part ?? []).map(partOf);
  await changeDrafts(context, ref, flags, (request) => ({
    type: 'split',
    key: oneOf(request, task).key,
    into: parts,
  }));
}

export async function mergeDrafts(
  context: Context,
  ref: string,
  tasks: readonly string[],
  flags: MergeFlags,
): Promise<void> {
  await changeDrafts(context, ref, flags, (request) => ({
    type: 'merge',
    keys: tasks.map((task) => oneOf(request, task).key),
    ...(flags.title !== undefined && { title: flags.title }),
    ...(flags.prompt !== undefined && { prompt: flags.prompt }),
  }));
}

/** Those that are not named come after those that are, as they were. */
export async function reorderDrafts(
  context: Context,
  ref: string,
  tasks: readonly string[],
  flags: PlanEditFlags,
): Promise<void> {
  await changeDrafts(context, ref, flags, (request) => {
    const first = tasks.map((task) => oneOf(request, task).key);
    const rest = proposedIn(request).filter(({ key }) => !first.includes(key));
    return { type: 'order', keys: [...first, ...rest.map(({ key }) => key)] };
  });
}

export async function dropDraft(
  context: Context,
  ref: string,
  task: string,
  flags: PlanEditFlags,
): Promise<void> {
  await changeDrafts(context, ref, flags, (request) => ({ type: 'remove', key: oneOf(request, task).key }));
}

/** None: it is done once. */
export async function directDraft(context: Context, ref: string, flags: DirectionFlags): Promise<void> {
  const directions = (flags.direction ?? []).map(readDirection);
  await changeDrafts(context, ref, flags, () => ({ type: 'directions', directions }));
}

async function changeDrafts(
  context: Context,
  ref: string,
  flags: PlanEditFlags,
  changeOf: (request: RequestJson) => DraftChangeJson,
): Promise<void> {
  const client = await openClient(context);
  const request = await client.call(endpoints.showRequest, { params: { request: ref } });
  show(context, await change(context, client, request, changeOf(request), flags), flags);
}

async function change(
  context: Context,
  client: Client,
  { id, revisions }: RequestJson,
  wanted: DraftChangeJson,
  flags: PlanEditFlags,
): Promise<RequestJson> {
  const revision = flags.ifRevision ?? revisions.length;
  const call = client.call(endpoints.editRequest, {
    params: { request: id },
    body: { revision, change: wanted },
  });
  return call.catch((error: unknown) => {
    if (!wantsJson(flags)) for (const line of draftClashLines(error)) say(context, line);
    throw error;
  });
}

function show(context: Context, request: RequestJson, flags: OutputFlags): void {
  if (wantsJson(flags)) printJson(context, request);
  else print(context, requestLines(request));
}

type Proposed = RequestJson['revisions'][number]['tasks'][number];

function proposedIn({ revisions }: RequestJson): readonly Proposed[] {
  return revisions.findLast(({ tasks }) => tasks.length > 0)?.tasks ?? [];
}

/** By its key or its number on the board; the only one there is. Throws `not_found`, `invalid_input`. */
function oneOf(request: RequestJson, ref: string | undefined): Proposed {
  const tasks = proposedIn(request);
  const wanted = ref?.replace(/^#/, '');
  const [only] = tasks;
  if (wanted === undefined && only !== undefined && tasks.length === 1) return only;
  const byNumber = request.drafts.find(({ number }) => String(number) === wanted)?.key;
  const found = tasks.find(({ key }) => key === wanted || key === byNumber);
  if (found !== undefined) return found;
  const next = `There are: ${tasks.map(({ key }) => key).join(', ') || 'none'}.`;
  if (wanted === undefined)
    throw new AppError('invalid_input', `The proposal has ${tasks.length} tasks; say which one.`, { next });
  throw new AppError('not_found', `No task of the proposal is called “${wanted}”.`, { next });
}

/** `TITLE: PROMPT`, or `TITLE [src/a/**, src/b/**]: PROMPT` with the files that it owns. */
function partOf(text: string): { title: string; prompt: string; owns?: string[] } {
  const [, title = '', globs, prompt = ''] =
    /^([^:[]+?)\s*(?:\[([^\]]*)\])?\s*:\s*(.+)$/s.exec(text.trim()) ?? [];
  if (title === '' || prompt === '')
    throw new AppError('invalid_input', `“${text}” is no part.`, {
      next: 'Write --part "TITLE: PROMPT", or --part "TITLE [src/a/**]: PROMPT" with the files that it owns.',
    });
  const owns = globs
    ?.split(',')
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
  return { title, prompt, ...(owns !== undefined && owns.length > 0 && { owns }) };
}
