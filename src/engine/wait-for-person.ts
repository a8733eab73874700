// An agent that has ended its turn and lives on: it waits for a message, for a person to say that the work is complete, or
// until nobody has come for so long that it is stopped and its task paused.
import type { Inquiry } from '../domain/inquiry.ts';
import { policyOf } from '../domain/policy.ts';
import type { RunContext } from './run-context.ts';
import { changeUnlessUnread } from './unread.ts';

export type Rested =
  | { readonly kind: 'messages'; readonly messages: readonly string[] }
  | { readonly kind: 'completed' }
  | { readonly kind: 'paused' };

export async function waitForPerson(run: RunContext): Promise<Rested> {
  const questions = await openQuestions(run);
  await run.change(
    questions.length === 0
      ? { type: 'idled', detail: lastWords(run) }
      : { type: 'asked', waitingFor: 'question', detail: questions.map(inWords).join('\n') },
  );
  const { deps, control, settings } = run;
  const until = deps.now() + settings.idleMs;
  for (;;) {
    control.signal.throwIfAborted();
    const called = await look(run);
    if (called !== null) return called;
    const left = until - deps.now();
    // The agent is ended after this; whoever resumes it waits for the end of this run.
    if (left <= 0 && (await changeUnlessUnread(run, { type: 'paused' })) !== null) return { kind: 'paused' };
    if (left > 0) await control.messages.next(left);
  }
}

export async function hasOpenQuestion(run: RunContext): Promise<boolean> {
  return (await openQuestions(run)).length > 0;
}

async function openQuestions({ deps, task }: RunContext): Promise<readonly Inquiry[]> {
  return deps.store.inquiries.list({ taskId: task.id, kind: 'question', outcome: 'open' });
}

function inWords(inquiry: Inquiry): string {
  const isOffered = inquiry.kind === 'question' && inquiry.suggestions.length > 0;
  return isOffered ? `${inquiry.question} (${inquiry.suggestions.join(', ')})` : inquiry.question;
}

function lastWords(run: RunContext): string {
  const { said } = run.account.last;
  if (said !== '') return said;
  return policyOf(run.task.policy).whenDone === 'idle'
    ? 'The agent waits for your next message.'
    : 'The agent ended its turn without a change.';
}

/** Null: nobody came. A message that is taken and the task that goes on with it are one transaction. */
async function look(run: RunContext): Promise<Rested | null> {
  const { id } = run.task;
  await run.recorder.flush();
  const found = await run.deps.store.transition(async (within) => {
    const task = await within.tasks.get(id);
    if (task?.state === 'running' && task.fence === run.fence) return { task, messages: null };
    const messages = await within.messages.give(id, run.fence);
    if (messages.length === 0) return null;
    const options = { actor: run.actor, fence: run.fence };
    return { task: await within.tasks.change(id, { type: 'answered' }, options), messages };
  });
  if (found === null) return null;
  run.task = found.task;
  return found.messages === null ? { kind: 'completed' } : { kind: 'messages', messages: found.messages };
}
