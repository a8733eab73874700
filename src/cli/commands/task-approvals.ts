// `tasklane task approvals`, `approve`, `deny` and `answer`: what agents want from people, and what people say to it.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { InquiryJson } from '../../api/inquiry-schemas.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { inquiryLines } from '../inquiry-lines.ts';
import { givenText } from '../prompt-text.ts';
import { reportChanged } from '../report-changed.ts';
import { styleFor } from '../style.ts';
import { label } from '../summary.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { oneLine } from '../text.ts';

export interface ApprovalsFlags extends TaskFlags {
  readonly all?: boolean;
}
export interface DecideFlags extends TaskFlags {
  readonly choice?: string;
  readonly reason?: string;
}
export interface AnswerFlags extends TaskFlags {
  readonly stdin?: boolean;
  readonly question?: string;
}

/** Of one task, or of all that there are. */
export async function listApprovals(
  context: Context,
  ref: string | undefined,
  flags: ApprovalsFlags,
): Promise<void> {
  const client = await openClient(context);
  const task = ref === undefined ? undefined : await findTask(context, client, ref, flags);
  const inquiries = await allOf(client, {
    ...(task !== undefined && { task: task.id }),
    ...(flags.all === true && { state: 'all' as const }),
  });
  if (wantsJson(flags)) return printJson(context, { inquiries });
  if (inquiries.length === 0) return say(context, `tasklane: ${whose(task)} waits for no answer`);
  const names = await namesOf(client, inquiries);
  const style = styleFor(context.stdout, context.env);
  const now = Date.now();
  const blocks = inquiries.map((inquiry) =>
    inquiryLines(inquiry, { style, now, name: names.get(inquiry.task_id) ?? inquiry.task_id }),
  );
  print(context, [...blocks, hints(inquiries, names)].filter((block) => block !== '').join('\n\n'));
}

function whose(task: TaskJson | undefined): string {
  return task === undefined ? 'no agent' : label(task);
}

async function allOf(
  client: Client,
  query: { readonly task?: string; readonly state?: 'all' },
): Promise<readonly InquiryJson[]> {
  const found: InquiryJson[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(endpoints.listInquiries, {
      query: { ...query, limit: 500, ...(cursor !== undefined && { cursor }) },
    });
    found.push(...page.inquiries);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function namesOf(
  client: Client,
  inquiries: readonly InquiryJson[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(inquiries.map((inquiry) => inquiry.task_id))];
  const tasks = await Promise.all(
    ids.map(async (task) => client.call(endpoints.showTask, { params: { task } })),
  );
  return new Map(tasks.map((task) => [task.id, task.name]));
}

function hints(inquiries: readonly InquiryJson[], names: ReadonlyMap<string, string>): string {
  const open = inquiries.filter((inquiry) => inquiry.state === 'open');
  const lines = open.flatMap(({ kind, id, task_id: task }) => {
    const name = names.get(task) ?? task;
    return kind === 'approval'
      ? [`  tasklane task approve ${name} ${id}`, `  tasklane task deny ${name} ${id}`]
      : [`  tasklane task answer ${name} "…"`];
  });
  return lines.slice(0, 6).join('\n');
}

export async function decide(
  context: Context,
  outcome: 'approve' | 'deny',
  ref: string,
  id: string | undefined,
  flags: DecideFlags,
): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const params = { task: task.id, approval: id ?? (await onlyOpen(client, task)) };
  const { choice, reason } = flags;
  const chosen = choice === undefined ? {} : { choice };
  const inquiry =
    outcome === 'approve'
      ? await client.call(endpoints.approve, { params, body: chosen })
      : await client.call(endpoints.deny, {
          params,
          body: { ...chosen, ...(reason !== undefined && { reason }) },
        });
  report(context, flags, inquiry);
}

function report(context: Context, flags: OutputFlags, inquiry: InquiryJson): void {
  if (wantsJson(flags)) printJson(context, inquiry);
  else say(context, `tasklane: ${inquiry.state}: ${oneLine(inquiry.question)}`);
}

/** What to decide where the person does not say it. */
async function onlyOpen(client: Client, task: TaskJson): Promise<string> {
  const { inquiries } = await client.call(endpoints.listInquiries, {
    query: { task: task.id, kind: 'approval', limit: 500 },
  });
  const [only, ...others] = inquiries;
  if (only === undefined)
    throw new AppError('invalid_transition', `${label(task)} asks leave for nothing now.`, {
      next: `See what happened with \`tasklane task approvals ${task.name} --all\`.`,
    });
  if (others.length === 0) return only.id;
  throw new AppError('ambiguous', `${label(task)} asks leave for ${inquiries.length} things; say which.`, {
    next: inquiries.map(({ id, question }) => `${id}: ${oneLine(question)}`).join('\n'),
  });
}

export async function answerTask(
  context: Context,
  ref: string,
  words: readonly string[],
  flags: AnswerFlags,
): Promise<void> {
  const answer = await givenText(context, flags.stdin === true ? ['-'] : words, 'answer');
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const { question } = flags;
  const task = await client.call(endpoints.answerTask, {
    params: { task: id },
    body: { answer, ...(question !== undefined && { question }) },
  });
  reportChanged(context, flags, task, `has your answer; follow it with: tasklane task logs -f ${task.name}`);
}
