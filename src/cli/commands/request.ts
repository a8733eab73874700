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
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';
import { requestLines, short } from '../request-lines.ts';

export interface AskFlags extends OutputFlags {
  readonly project?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly wait?: boolean;
  /** Each open item of a checklist becomes a draft, without a planner. */
  readonly checklist?: boolean;
}

export async function ask(
  context: Context,
  kind: RequestCreateJson['kind'],
  words: readonly string[],
  flags: AskFlags,
): Promise<ExitCode> {
  const text = fileText(context, words) ?? (await givenText(context, words, 'request'));
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, flags.project);
  const request = await submitted(client, kind, text, project.id, flags);
  if (!wantsJson(flags) && request.state === 'working')
    say(context, `tasklane: ${request.agent} looks at ${project.name} (${kind} ${short(request)})`);
  return showWhenSettled(context, client, request, flags);
}

/** A checklist, an issue by its address, or plain words. */
async function submitted(
  client: Client,
  kind: RequestCreateJson['kind'],
  text: string,
  project: string,
  { checklist, agent, model }: AskFlags,
): Promise<RequestJson> {
  if (checklist === true) return client.call(endpoints.createFromChecklist, { body: { project, text } });
  const who = { ...(agent !== undefined && { agent }), ...(model !== undefined && { model }) };
  if (kind !== 'question' && /^https?:\/\/\S+\/issues\/\d+\/?$/.test(text.trim()))
    return client.call(endpoints.createFromIssue, { body: { project, url: text.trim(), kind, ...who } });
  return client.call(endpoints.createRequest, { body: { project, kind, text, ...who } });
}

/** Waits until nobody works on it, unless told otherwise, and shows it. */
export async function showWhenSettled(
  context: Context,
  client: Client,
  begun: RequestJson,
  flags: Pick<AskFlags, 'wait' | 'json' | 'output'>,
): Promise<ExitCode> {
  let request = begun;
  while (request.state === 'working' && flags.wait !== false)
    request = await client.call(endpoints.showRequest, {
      params: { request: request.id },
      query: { wait_ms: 20_000 },
    });
  if (wantsJson(flags)) printJson(context, request);
  else {
    print(context, requestLines(request));
    const next = nextStep(request);
    if (next !== null) say(context, `tasklane: ${next}`);
  }
  return request.state === 'failed' ? exitCodes.failure : exitCodes.ok;
}

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
