// The ways out of a run before its work is ready: stopped, failed, broken. The work done so far is committed first.
import { AppError, messageOf } from '../domain/errors.ts';
import type { Failure } from '../domain/failure.ts';
import { failureOfError } from './failure-of-error.ts';
import { baseOf, describe, takeSnapshot } from './finish.ts';
import type { RunContext } from './run-context.ts';
import { RunStopped } from './run-control.ts';
import type { StopReason } from './run-control.ts';

/** Fails the task and keeps what the agent had done, on its branch. */
export async function failWithWork(run: RunContext, failure: Failure): Promise<void> {
  const result = await keepWork(run);
  await run.change({ type: 'failed', failure, ...(result !== null && { result }) });
}

async function keepWork(run: RunContext): Promise<Awaited<ReturnType<typeof describe>> | null> {
  if (run.workspace === null) return null;
  try {
    const head = await takeSnapshot(run, run.workspace);
    return head === baseOf(run) ? null : await describe(run, baseOf(run), head, []);
  } catch (error) {
    run.note('warning', `The work could not be committed; it is still in the workspace: ${messageOf(error)}`);
    return null;
  }
}

/** Whatever ended a run early becomes the state of its task. Never rejects. */
export async function settle(run: RunContext, error: unknown): Promise<void> {
  const stop = run.control.stopped ?? (error instanceof RunStopped ? error.stop : null);
  try {
    if (stop === null) await failWithWork(run, failureOfError(error));
    else await settleStop(run, stop);
  } catch (second) {
    // Fenced out: whoever holds the task now decides. Anything else is tried again by the recovery at the next start.
    if (second instanceof AppError && second.code === 'stale_lease') return;
    run.deps.log.error(
      { taskId: run.task.id, error: messageOf(second), cause: messageOf(error) },
      'a run could not be settled',
    );
  }
}

async function settleStop(run: RunContext, stop: StopReason): Promise<void> {
  switch (stop.why) {
    case 'lost':
      return;
    case 'shutdown':
      return run.change({ type: 'lost' });
    case 'timeout':
      return failWithWork(run, {
        kind: 'timeout',
        message: `The agent did not finish within its time limit of ${Math.round(stop.limitMs / 1000)} s.`,
        detail: '',
        next: 'Its work is on the branch. Retry with a higher --timeout, or split the task.',
      });
    case 'cancelled':
      await keepWork(run);
      return run.change({ type: 'cancelled', reason: stop.reason, force: stop.force });
  }
}
