// Words of a person to the agent of a task: at its next turn, at once where they interrupt, or by waking it up in its copy.
import { AppError } from '../domain/errors.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import { insideAdvice, isInside } from '../domain/inside-task.ts';
import { isLive, label } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import type { StoreOperations } from '../store/store.ts';
import { answerOpen } from './inquiry-commands.ts';
import { changedLimits } from './changed-limits.ts';
import type { WantedLimits } from './changed-limits.ts';
import type { TaskCommandDeps } from './task-commands.ts';

export interface SendOptions {
  /** The turn under way is ended, and the message is what the agent hears next. */
  readonly interrupt?: boolean | undefined;
  /** Only as the answer to this open question, or to any for `true`; otherwise `already_decided` or `invalid_transition`. */
  readonly answers?: string | true | undefined;
  /** For an agent that is woken up: what it used before counts on. */
  readonly limits?: WantedLimits | undefined;
  /** Done in the same transaction; when it throws, nothing is sent. */
  readonly also?: (within: StoreOperations) => Promise<void>;
}

/** Gives a message to the agent: at its next turn while it works, else by waking it up in the same copy. */
export async function send(
  { deps, dispatcher }: Pick<TaskCommandDeps, 'deps' | 'dispatcher'>,
  task: Task,
  text: string,
  options: SendOptions,
  actor: string,
): Promise<Task> {
  const message = text.trim();
  if (message === '')
    throw new AppError('invalid_input', 'The message is empty.', { next: 'Say what the agent should do.' });
  const sent = await deps.store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    if (!listens(now)) throw notListening(now);
    const limits = changedLimits(now.limits, options.limits ?? {});
    if (limits !== now.limits && now.state !== 'ready' && now.state !== 'failed') throw limitsAreFixed(now);
    if (options.answers !== undefined) await refuseUnasked(within, now, options.answers);
    await options.also?.(within);
    await within.events.append(task.id, [{ type: 'run.message', text: message, from: actor }], { actor });
    const answered = await answerOpen(within, now, message, { actor, at: deps.now() });
    const told = answered.length === 0 ? message : `${answerTo(answered)}\n\n${message}`;
    await within.messages.add(task.id, told);
    if (now.state === 'ready' || now.state === 'failed')
      return within.tasks.change(
        task.id,
        { type: 'sent_back', message: told, ...(limits !== now.limits && { limits }) },
        { actor },
      );
    if (now.state === 'paused')
      return within.tasks.change(
        task.id,
        { type: 'resumed', resume: { reason: 'message', message: told } },
        { actor },
      );
    return now;
  });
  if (options.interrupt === true) dispatcher.interrupt(task.id);
  dispatcher.notify(task.id);
  return sent;
}

async function refuseUnasked(
  within: Pick<StoreOperations, 'inquiries'>,
  task: Task,
  wanted: string | true,
): Promise<void> {
  const found = await within.inquiries.list({ taskId: task.id, kind: 'question' });
  const open = found.filter(({ outcome }) => outcome.kind === 'open');
  if (open.some(({ id }) => wanted === true || id === wanted)) return;
  const details = { task: task.id, open: open.map(({ id }) => id) };
  if (wanted === true)
    throw new AppError('invalid_transition', `Task ${label(task)} has asked nothing that is open.`, {
      next: 'Tell its agent something with `tasklane task send`.',
      details,
    });
  const known = found.find(({ id }) => id === wanted);
  throw new AppError(
    known === undefined ? 'not_found' : 'already_decided',
    known === undefined
      ? `Task ${label(task)} has asked no question ${wanted}.`
      : `The question ${wanted} (${known.question}) was answered already.`,
    { next: 'See what is open with `tasklane task approvals`.', details },
  );
}

function answerTo(questions: readonly Inquiry[]): string {
  const named = questions.map(({ question }) => `“${question}”`).join(' and ');
  return `The answer to what you asked (${named}):`;
}

/** Gives a message to the agent of a paused task, to be read when it is resumed. */
export async function leaveMessage(
  { deps }: Pick<TaskCommandDeps, 'deps'>,
  task: Task,
  text: string,
  actor: string,
): Promise<void> {
  const message = text.trim();
  await deps.store.transition(async (within) => {
    const now = (await within.tasks.get(task.id)) ?? task;
    if (now.state !== 'paused')
      throw new AppError('invalid_transition', `Task ${label(now)} is ${now.state}, not paused.`, {
        next: 'Send it as a message: tasklane task send.',
        details: { task: task.id, state: now.state },
      });
    await within.events.append(task.id, [{ type: 'run.message', text: message, from: actor }], { actor });
    await within.messages.add(task.id, message);
  });
}

// While its work is brought to the branch nobody would read it: the agent's last turn has ended.
function listens(task: Task): boolean {
  if (isInside(task)) return false;
  if (task.state === 'running') return task.activity !== 'apply';
  return isLive(task) || ['queued', 'paused', 'ready', 'failed'].includes(task.state);
}

function limitsAreFixed(task: Task): AppError {
  return new AppError(
    'invalid_transition',
    `Task ${label(task)} is ${task.state}; its limits stay as they are.`,
    {
      next: 'Send the message without limits; they can be changed with one once the task has failed or is ready.',
      details: { task: task.id, state: task.state },
    },
  );
}

function notListening(task: Task): AppError {
  const [why, next] = whyNot(task);
  return new AppError('invalid_transition', `Task ${label(task)} is ${why}; no agent is listening.`, {
    next,
    details: { task: task.id, state: task.state },
  });
}

function whyNot(task: Task): readonly [why: string, next: string] {
  if (isInside(task)) return ['the work of a subagent inside the agent of its parent', insideAdvice];
  if (task.state === 'running' || task.state === 'applying')
    return [
      'being merged into the branch',
      'Wait until that has ended. If it was refused, write again; else create a new task for it.',
    ];
  if (task.state === 'draft') return ['a draft', 'Change the draft instead: tasklane task edit.'];
  return [task.state, 'Create a new task for it.'];
}
