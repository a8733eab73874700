// What people do with what agents want from them: look, allow, deny, answer. Whoever decides hears whether it was they who did.
import { AppError } from '../domain/errors.ts';
import type { Approval, Inquiry } from '../domain/inquiry.ts';
import { outcomeText } from '../domain/inquiry.ts';
import { label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Verdict } from './approvals.ts';
import { closeOpen, closedEvent } from './close-inquiries.ts';

export interface InquiryDeps {
  readonly deps: Pick<EngineDeps, 'store' | 'now'>;
  readonly dispatcher: Pick<Dispatcher, 'decide'>;
}

export interface Decision {
  readonly outcome: 'allow' | 'deny';
  /** Id of one of the answers that the agent offers. */
  readonly choice?: string | undefined;
  /** Why not; the agent is told with its next prompt. */
  readonly reason?: string | undefined;
}

/** Throws `not_found`, `already_decided`, and `invalid_input` for a choice that is not offered or says the opposite. */
export async function decideApproval(
  { deps, dispatcher }: InquiryDeps,
  task: Task,
  id: string,
  decision: Decision,
  actor: string,
): Promise<Inquiry> {
  const approval = await findApproval(deps, task, id);
  refuseClosed(approval);
  const choice = choiceOf(approval, decision);
  const verdict: Verdict = { outcome: outcomeOf(decision, actor, deps.now()), ...choice };
  const closed = await dispatcher.decide(task.id, id, verdict);
  if (closed === null) return voidForgotten(deps, approval, actor);
  if (closed.outcome !== verdict.outcome) refuseClosed(closed);
  const reason = decision.reason?.trim() ?? '';
  if (decision.outcome === 'deny' && reason !== '') await tellWhy(deps, approval, reason, actor);
  return closed;
}

async function findApproval({ store }: InquiryDeps['deps'], task: Task, id: string): Promise<Approval> {
  const inquiry = await store.inquiries.get(id);
  if (inquiry?.kind === 'approval' && inquiry.taskId === task.id) return inquiry;
  const open = await store.inquiries.list({ taskId: task.id, kind: 'approval', outcome: 'open' });
  throw new AppError('not_found', `Task ${label(task)} has asked for no approval ${id}.`, {
    next:
      open.length === 0
        ? 'It waits for no approval now.'
        : `It waits for ${open.map((one) => one.id).join(', ')}.`,
    details: { task: task.id, approval: id, open: open.map((one) => one.id) },
  });
}

function refuseClosed({ id, kind, question, outcome }: Inquiry): void {
  if (outcome.kind === 'open') return;
  throw new AppError('already_decided', `The ${kind} ${id} (${question}) ${outcomeText(outcome)}.`, {
    next: 'See what is open with `tasklane task approvals`.',
    details: { inquiry: id, outcome: outcome.kind },
  });
}

function choiceOf({ choices }: Approval, { outcome, choice }: Decision): { readonly choice?: string } {
  if (choice === undefined) return {};
  const offered = choices.find(({ id }) => id === choice);
  const isFit = offered?.kind.startsWith(outcome === 'allow' ? 'allow' : 'reject');
  if (isFit === true) return { choice };
  const why = offered === undefined ? 'is not one of its choices' : `means the opposite of ${outcome}`;
  throw new AppError('invalid_input', `“${choice}” ${why}.`, {
    next: `Its choices are ${choices.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
    details: { choices },
  });
}

function outcomeOf({ outcome, reason }: Decision, by: string, at: number): Verdict['outcome'] {
  if (outcome === 'allow') return { kind: 'allowed', by, at };
  return { kind: 'denied', by, at, reason: reason?.trim() ?? null };
}

// Its run has ended, and did not get to say so.
async function voidForgotten(
  { store, now }: InquiryDeps['deps'],
  approval: Approval,
  actor: string,
): Promise<never> {
  const closed = await store.transition(async (within) => {
    const gone = { kind: 'void', at: now(), reason: 'its agent is gone' } as const;
    const after = await within.inquiries.close(approval.id, gone);
    if (after.outcome === gone) await within.events.append(approval.taskId, [closedEvent(after)], { actor });
    return after;
  });
  refuseClosed(closed);
  throw new Error(`inquiry ${approval.id} is still open`);
}

async function tellWhy(
  { store }: InquiryDeps['deps'],
  { taskId, question }: Approval,
  reason: string,
  from: string,
): Promise<void> {
  const text = `You were not allowed to do something (${question}): ${reason}`;
  await store.transition(async (within) => {
    await within.events.append(taskId, [{ type: 'run.message', text, from }], { actor: from });
    await within.messages.add(taskId, text);
  });
}

/** In the transaction in which a message of a person is left for the agent: it is the answer to all that was asked. */
export async function answerOpen(
  within: Parameters<typeof closeOpen>[0],
  task: Pick<Task, 'id'>,
  answer: string,
  by: { readonly actor: string; readonly at: number },
): Promise<readonly Inquiry[]> {
  const outcome = { kind: 'answered', by: by.actor, at: by.at, answer } as const;
  return closeOpen(within, task.id, 'question', outcome, by.actor);
}
