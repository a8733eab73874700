// The ways out of a run before its work is ready: stopped, failed, broken. The work done so far is committed first.
import { AppError, messageOf } from '../domain/errors.ts';
import { sourceText } from '../domain/limit-source.ts';
import { sleep } from '../lib/sleep.ts';
import { afterError } from './after-error.ts';
import { failWithWork, keepWork } from './keep-work.ts';
import { isAway } from './patient-store.ts';
import type { RunContext } from './run-context.ts';
import { RunStopped } from './run-control.ts';
import type { StopReason } from './run-control.ts';
import { lose } from './unread.ts';

/** How long between two tries while the disk is full. */
const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Whatever ended a run early becomes the state of its task. Never rejects. */
export async function settle(run: RunContext, error: unknown): Promise<void> {
  // On a full disk, or while the store is away, nothing can be written down; it is when that is over. A daemon that stops closes the store,
  // which ends this too, and the next start takes the task up.
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const problem = await trySettle(run, error);
    if (problem === null || isStale(problem)) return;
    run.deps.log.error(
      { taskId: run.task.id, error: messageOf(problem), cause: messageOf(error) },
      'a run could not be settled',
    );
    if (!isFull(problem) && !isAway(problem)) return;
    await sleep(pauseMs);
  }
}

/** What went wrong, or null. */
async function trySettle(run: RunContext, error: unknown): Promise<unknown> {
  const stop = run.control.stopped ?? (error instanceof RunStopped ? error.stop : null);
  try {
    // What it had is in its copy and its session, and nothing is wrong with it: it goes on with both.
    if (stop === null && isAway(error)) await run.change({ type: 'lost' });
    else if (stop === null) await afterError(run, error);
    else await settleStop(run, stop);
    return null;
  } catch (problem) {
    return problem;
  }
}

/** Fenced out: whoever holds the task now decides. */
function isStale(error: unknown): boolean {
  return error instanceof AppError && error.code === 'stale_lease';
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'disk_full';
}

async function settleStop(run: RunContext, stop: StopReason): Promise<void> {
  switch (stop.why) {
    case 'lost':
      return;
    case 'shutdown':
      await run.recorder.flush();
      await lose(run.deps.store, { id: run.task.id, fence: run.fence }, run.actor);
      return;
    case 'paused':
      return pause(run, stop.by);
    case 'timeout':
      return failWithWork(run, {
        kind: 'timeout',
        message: `The agent did not finish within its time limit of ${Math.round(stop.limitMs / 1000)} s${sourceText(run.task.limits.from?.timeoutMs)}.`,
        detail: '',
        next: 'Retry it with a higher --timeout, send it a message to go on, or split the task.',
      });
    case 'cancelled':
      await keepWork(run);
      return run.change({ type: 'cancelled', reason: stop.reason, force: stop.force });
  }
}

async function pause(run: RunContext, by: string): Promise<void> {
  const { task } = run;
  // What a start leaves half-done is no work; it begins anew.
  if (task.state !== 'starting' || task.resume !== null) await keepWork(run);
  // Stopped right before the branch would have moved: it has not, and the step is repeated.
  if (run.task.state === 'running' && run.task.activity === 'apply')
    await run.change({ type: 'progressed', activity: 'snapshot' });
  await run.recorder.flush();
  run.task = await run.deps.store.tasks.change(task.id, { type: 'paused' }, { actor: by, fence: run.fence });
}
