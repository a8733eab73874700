// `tasklane ask`, `tasklane request` and `tasklane plan`: a message in the main thread of the project, and its answer.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { RequestCreateJson, RequestJson } from '../../api/request-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { readDirection } from '../direction.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';
import { requestLines, short } from '../request-lines.ts';
import { findTask } from '../task-ref.ts';
import { clean } from '../text.ts';
import { editInEditor } from './plan-edit.ts';

export interface AskFlags extends OutputFlags {
  readonly project?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly wait?: boolean;
  /** Each open item of a checklist becomes a draft, without a planner. */
  readonly checklist?: boolean;
  /** Shows what the planner does meanwhile. */
  readonly follow?: boolean;
  /** Opens the proposal in the person's editor. */
  readonly edit?: boolean;
  /** A failed task that is asked for differently. */
  readonly task?: string;
  readonly direction?: readonly string[];
}

export async function ask(
  context: Context,
  kind: RequestCreateJson['kind'],
  words: readonly string[],
  flags: AskFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const task = flags.task === undefined ? null : await findTask(context, client, flags.task, flags);
  // Without words a task is asked for as it was.
  const isSame = task !== null && words.length === 0;
  const text = isSame ? '' : (fileText(context, words) ?? (await givenText(context, words, 'request')));
  const directions = flags.direction?.map(readDirection);
  const project =
    task === null
      ? await findOrAddProject(context, client, flags.project)
      : { id: task.project_id, name: task.project_name };
  const request =
    task === null && directions === undefined && isFromElsewhere(kind, text, flags)
      ? await submitted(client, kind, text, project.id, flags)
      : await client.call(endpoints.createRequest, {
          body: {
            project: project.id,
            kind,
            text,
            ...(flags.agent !== undefined && { agent: flags.agent }),
            ...(flags.model !== undefined && { model: flags.model }),
            ...(task !== null && { task: task.id }),
            ...(directions !== undefined && { directions }),
          },
        });
  if (!wantsJson(flags) && request.state === 'working')
    say(context, `tasklane: ${request.agent} looks at ${project.name} (${kind} ${short(request)})`);
  return showWhenSettled(context, client, request, flags);
}

const issueUrl = /^https?:\/\/\S+\/issues\/\d+\/?$/;

/** A checklist, or an issue by its address. */
function isFromElsewhere(kind: RequestCreateJson['kind'], text: string, { checklist }: AskFlags): boolean {
  return checklist === true || (kind !== 'question' && issueUrl.test(text.trim()));
}

async function submitted(
  client: Client,
  kind: RequestCreateJson['kind'],
  text: string,
  project: string,
  { checklist, agent, model }: AskFlags,
): Promise<RequestJson> {
  if (checklist === true) return client.call(endpoints.createFromChecklist, { body: { project, text } });
  const who = { ...(agent !== undefined && { agent }), ...(model !== undefined && { model }) };
  const made = kind === 'question' ? 'plan' : kind;
  return client.call(endpoints.createFromIssue, { body: { project, url: text.trim(), kind: made, ...who } });
}

/** Waits until nobody works on it, unless told otherwise, and shows it. */
export async function showWhenSettled(
  context: Context,
  client: Client,
  begun: RequestJson,
  flags: Pick<AskFlags, 'wait' | 'json' | 'output' | 'follow' | 'edit'>,
): Promise<ExitCode> {
  let request = begun;
  let seen = 0;
  while (request.state === 'working' && flags.wait !== false) {
    request = await client.call(endpoints.showRequest, {
      params: { request: request.id },
      query: { wait_ms: 20_000, ...(flags.follow === true && { seen }) },
    });
    if (flags.follow === true) seen = tell(context, request, seen);
  }
  if (flags.edit === true && request.state === 'proposed')
    request = (await editInEditor(context, client, request, { task: undefined, flags })) ?? request;
  if (wantsJson(flags)) printJson(context, request);
  else {
    print(context, requestLines(request));
    const next = nextStep(request);
    if (next !== null) say(context, `tasklane: ${next}`);
  }
  return request.state === 'failed' ? exitCodes.failure : exitCodes.ok;
}

/** Says what its planner did since; answers how much that is in all. */
function tell(context: Context, request: RequestJson, seen: number): number {
  const { activity } = request.state === 'working' ? request : (request.revisions.at(-1) ?? request);
  for (const { kind, text } of activity.slice(seen)) say(context, `  ${doing[kind]}${clean(text)}`);
  return Math.max(seen, activity.length);
}

const doing: Readonly<Record<RequestJson['activity'][number]['kind'], string>> = {
  tool: '· ',
  said: '',
  plan: '→ ',
  proposed: 'proposes: ',
  refused: 'cannot be used: ',
  asked_again: 'goes back: ',
};

function nextStep(request: RequestJson): string | null {
  const id = short(request);
  switch (request.state) {
    case 'proposed':
      return `nothing runs yet: tasklane plan accept ${id}, or plan revise ${id} "…", or plan archive ${id}`;
    case 'failed':
      return `nothing was made: tasklane plan revise ${id} "…" tries again`;
    case 'working':
      return `see what comes of it: tasklane plan show ${id}`;
    default:
      return null;
  }
}

// One word that is a Markdown file means what is in it.
function fileText(context: Context, words: readonly string[]): string | null {
  const [only] = words;
  if (words.length !== 1 || only === undefined || !/\.(?:md|markdown)$/i.test(only)) return null;
  const path = resolve(context.cwd, only);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
