// What becomes of a run whose agent is at a limit: a last answer, where that is wanted and possible; then its work is kept,
// and the task fails, or waits for tomorrow where only the money of the day is used up.
import type { TurnEnd } from '../agents/driver.ts';
import { nothingSpent, overrunOf, overrunText } from '../domain/budget.ts';
import type { Overrun } from '../domain/budget.ts';
import type { Backoff } from '../domain/backoff.ts';
import { messageOf } from '../domain/errors.ts';
import { failWithWork, keepWork } from './keep-work.ts';
import { canAnswer, failureOfLimit, lastWords } from './limits.ts';
import type { LimitReason } from './limits.ts';
import type { RunContext } from './run-context.ts';
import type { OpenSession } from './session.ts';

/** For the last answer. */
const lastAnswerMs = 60_000;

/** The limit that a turn ended at, or null. */
export function limitOf(run: RunContext, end: TurnEnd): LimitReason | null {
  if (run.control.limited !== null) return run.control.limited;
  if (end.kind !== 'max_turns') return null;
  const reason: LimitReason = { why: 'max_turns', limit: run.task.limits.maxTurns };
  run.control.limit(reason);
  return reason;
}

export async function endAtLimit(
  run: RunContext,
  { session, model }: Pick<OpenSession, 'session' | 'model'>,
  reason: LimitReason,
): Promise<void> {
  const isWanted = run.settings.onLimit === 'summary' && canAnswer(reason);
  if (isWanted && model.entry.protocol === 'acp' && session.processGroup !== null) {
    model.gateway?.lastAnswer();
    await lastAnswer(run, session, lastWords(reason));
  }
  model.gateway?.cut();
  run.control.signal.throwIfAborted();
  if (reason.why === 'budget' && reason.overrun.of !== 'attempt') return tomorrow(run, reason.overrun);
  await failWithWork(run, failureOfLimit(reason, run.task.limits.from));
}

// It is a courtesy: whatever goes wrong with it changes nothing.
async function lastAnswer(run: RunContext, session: OpenSession['session'], words: string): Promise<void> {
  const cancel = (): void => void session.cancel();
  const timer = setTimeout(cancel, lastAnswerMs);
  run.control.signal.addEventListener('abort', cancel, { once: true });
  run.account.end();
  run.account.begin(null);
  try {
    await session.prompt(words);
    run.account.end();
  } catch (error) {
    run.note('info', `It gave no last answer: ${messageOf(error)}`);
  } finally {
    clearTimeout(timer);
    run.control.signal.removeEventListener('abort', cancel);
  }
}

/** Puts a task off before its agent is started, where the money of the day is used up already. */
export async function waitForTomorrow(run: RunContext): Promise<boolean> {
  const overrun = await dayOverrun(run);
  if (overrun === null) return false;
  await tomorrow(run, overrun);
  return true;
}

async function dayOverrun(run: RunContext): Promise<Overrun | null> {
  const spending = run.deps.model?.spending;
  if (spending === undefined) return null;
  const { projectDay, day } = run.settings.budgets;
  await spending.load();
  return overrunOf([
    { of: 'project_day', budget: projectDay, spent: spending.of(run.project.id) ?? nothingSpent },
    { of: 'day', budget: day, spent: spending.all },
  ]);
}

async function tomorrow(run: RunContext, overrun: Overrun): Promise<void> {
  const notBefore = run.deps.model?.spending.tomorrow ?? run.deps.now();
  if (run.task.state === 'running') await keepWork(run);
  const { next } = failureOfLimit({ why: 'budget', overrun });
  const cause = `${overrunText(overrun)} is used up`;
  const failures = run.task.backoff?.failures ?? 0;
  const backoff: Backoff = { failures, tries: run.settings.backoff.tries, cause, isBudget: true };
  await run.change({ type: 'deferred', notBefore, reason: `${cause}. ${next}`, backoff });
}
