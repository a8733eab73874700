// What becomes of a run that an error ended. One that only needs time puts the task off, and it goes on in its copy and
// session; one that speaks of the agent counts against the agent; with any other the task fails. The work is kept always.
import { troubleOf } from '../domain/agents/trouble.ts';
import type { Trouble } from '../domain/agents/trouble.ts';
import { agentHold, healthy, limited } from '../domain/agent-health.ts';
import { backoffMs } from '../domain/backoff.ts';
import type { Backoff } from '../domain/backoff.ts';
import { AppError } from '../domain/errors.ts';
import type { Failure } from '../domain/failure.ts';
import { recordFailure, recordLimit } from './agent-health.ts';
import { failureOfError } from './failure-of-error.ts';
import { failWithWork, keepWork } from './keep-work.ts';
import type { RunContext } from './run-context.ts';

/** Ends the run: the task is queued again, or failed. */
export async function afterError(run: RunContext, error: unknown): Promise<void> {
  const trouble = troubleIn(run, error);
  switch (trouble?.kind) {
    case 'usage_limit':
      return waitForLimit(run, trouble.until, failureOfError(error));
    case 'transient':
      return backOff(run, trouble, failureOfError(error));
    case 'agent':
      return blameAgent(run, failureOfError(error));
    default:
      return failWithWork(run, failureOfError(error));
  }
}

function troubleIn(run: RunContext, error: unknown): Trouble | null {
  if (!(error instanceof AppError)) return null;
  // Only these may be put off; in any other state the agent has nothing to do with it.
  if (run.task.state !== 'starting' && run.task.state !== 'running') return null;
  return troubleOf(error, run.account.now, { now: run.deps.now(), zone: run.deps.zone });
}

// The account waits, not the task: when somebody lifts that, the task starts with all the others.
async function waitForLimit(run: RunContext, until: number, { message }: Failure): Promise<void> {
  await keepWork(run);
  const { agent } = run.task;
  const account = { home: run.deps.home, agent };
  const now = run.deps.now();
  const hold = agentHold(limited(healthy(account.home, agent), until, message), 0, now);
  const reason = `${hold?.text ?? ''}: ${message}`;
  await run.change({ type: 'deferred', notBefore: now, reason }, async (within) =>
    recordLimit(within, account, until, message),
  );
}

async function backOff(
  run: RunContext,
  trouble: Extract<Trouble, { kind: 'transient' }>,
  failure: Failure,
): Promise<void> {
  const rule = run.settings.backoff;
  const failures = 1 + (run.hasWorkedLong ? 0 : (run.task.backoff?.failures ?? 0));
  if (failures >= rule.tries)
    return failWithWork(run, {
      ...failure,
      kind: 'network',
      message: rule.tries === 1 ? failure.message : `${failure.message} (${rule.tries} tries in a row)`,
    });
  await keepWork(run);
  const { cause, retryAfterMs } = trouble;
  const backoff: Backoff = { failures, tries: rule.tries, cause };
  const chance = run.deps.chance();
  const notBefore = run.deps.now() + backoffMs(failures, rule, { chance, atLeastMs: retryAfterMs });
  const reason = `backing off after ${cause} (try ${failures + 1} of ${rule.tries}): ${failure.message}`;
  await run.change({ type: 'deferred', notBefore, reason, backoff });
}

async function blameAgent(run: RunContext, failure: Failure): Promise<void> {
  const { id: task, agent } = run.task;
  const { message } = failure;
  const { deps, settings } = run;
  await failWithWork(run, failure, async (within) =>
    recordFailure(within, { home: deps.home, agent }, { task, message }, settings.breaker, deps.now()),
  );
}
