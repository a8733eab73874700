// `tasklane plan list | show | revise | accept | archive`.
import { endpoints } from '../../api/endpoints.ts';
import type { RequestJson } from '../../api/request-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import { givenText } from '../prompt-text.ts';
import { short } from '../request-lines.ts';
import { table } from '../table.ts';
import { oneLine } from '../text.ts';
import { showWhenSettled } from './request.ts';
import type { AskFlags } from './request.ts';

export interface PlanListFlags extends OutputFlags {
  readonly project?: string;
}

export async function listPlans(context: Context, flags: PlanListFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const query = project === null ? {} : { project: project.id };
  const { requests } = await client.call(endpoints.listRequests, { query });
  if (wantsJson(flags)) return printJson(context, { requests });
  if (requests.length === 0) return say(context, 'No requests yet. Make one with: tasklane plan "…"');
  const rows = requests.map((one) => [
    short(one),
    one.kind,
    one.state,
    oneLine(one.text).slice(0, 60),
    resultOf(one).slice(0, 60),
  ]);
  print(context, table(['ID', 'KIND', 'STATE', 'TEXT', 'RESULT'], rows, context.stdout.columns));
}

/** What has come of a message so far, in a few words. */
function resultOf({ state, revisions, drafts, activity }: RequestJson): string {
  if (state === 'working') return oneLine(activity.at(-1)?.text ?? 'waits for its turn');
  const last = revisions.at(-1);
  if (last === undefined) return '';
  if (last.answer !== null) return oneLine(last.answer);
  if (drafts.length > 0)
    return drafts.map(({ number, title, state: now }) => `#${number} ${oneLine(title)} (${now})`).join(', ');
  return oneLine(last.problems[0] ?? '');
}

export async function showPlan(context: Context, request: string, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const found = await client.call(endpoints.showRequest, { params: { request } });
  await showWhenSettled(context, client, found, { ...flags, wait: false });
}

export async function revisePlan(
  context: Context,
  request: string,
  words: readonly string[],
  flags: AskFlags,
): Promise<ExitCode> {
  const text = await givenText(context, words, 'wish');
  const client = await openClient(context);
  const begun = await client.call(endpoints.reviseRequest, { params: { request }, body: { text } });
  return showWhenSettled(context, client, begun, flags);
}

export async function decidePlan(
  context: Context,
  how: 'accept' | 'archive',
  request: string,
  flags: OutputFlags,
): Promise<void> {
  const client = await openClient(context);
  const endpoint = how === 'accept' ? endpoints.acceptRequest : endpoints.archiveRequest;
  const decided = await client.call(endpoint, { params: { request } });
  if (wantsJson(flags)) return printJson(context, decided);
  say(context, `tasklane: ${decided.kind} ${short(decided)} is ${decided.state}`);
  for (const { number, title, state } of decided.drafts)
    print(context, `#${number} ${oneLine(title)}: ${state}`);
}
