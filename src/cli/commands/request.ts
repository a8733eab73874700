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
  const request = await client.call(endpoints.createRequest, {
    body: {
      project: project.id,
      kind,
      text,
      ...(flags.agent !== undefined && { agent: flags.agent }),
      ...(flags.model !== undefined && { model: flags.model }),
    },
  });
  if (!wantsJson(flags))
    say(context, `tasklane: ${request.agent} looks at ${project.name} (${kind} ${short(request)})`);
  return showWhenSettled(context, client, request, flags);
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
