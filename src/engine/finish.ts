// After a turn: what did the agent leave, and is it good? The system looks from outside, commits, and runs the checks.
import type { Evidence } from '../domain/evidence.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { policyOf } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';
import { toolEnvironment } from '../lib/tool-env.ts';
import { stripAnsi } from '../lib/text.ts';
import { failureOf } from '../review/classify.ts';
import { verify } from '../review/verify.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { workMessage } from './commit-message.ts';
import { pinName } from './run-context.ts';
import type { RunContext } from './run-context.ts';

/** `idle`: a person has to say how to go on. `message`: somebody wrote in the meantime. `settled`: the run is over. */
export type Finish = 'settled' | 'message' | 'idle';

export async function finish(run: RunContext, workspace: Workspace): Promise<Finish> {
  await run.change({ type: 'progressed', activity: 'snapshot' });
  const base = baseOf(run);
  const head = await takeSnapshot(run, workspace);
  const whenDone = policyOf(run.task.policy).whenDone;
  if (head === base || whenDone === 'idle') return 'idle';
  await run.change({ type: 'progressed', activity: 'checks' });
  const checks = await runChecks(run, workspace, base, head);
  const result = await describe(run, base, head, checks);
  const bad = checks.find((item) => item.outcome !== 'passed');
  if (bad !== undefined) {
    await run.change({ type: 'failed', failure: failureOf(bad), result });
    return 'settled';
  }
  return settle(run, result);
}

/** Commits what is in the working copy on the task's own ref and shows it as a branch. Returns the newest commit. */
export async function takeSnapshot(run: RunContext, workspace: Workspace): Promise<Oid> {
  const base = baseOf(run);
  const parent = await run.head(base);
  const snapshot = await run.hub.snapshot(workspace, parent, {
    message: workMessage(run.task, run.summary.text),
    author: run.author,
  });
  if (snapshot.head === base) return base;
  await run.hub.pin(pinName(run.task), snapshot.head);
  await publish(run, snapshot.head);
  return snapshot.head;
}

// The branch in the person's repository is a view of the work, not the work: it must never make a run fail.
async function publish(run: RunContext, head: Oid): Promise<void> {
  try {
    const shown = await run.hub.publish(run.task.branch, head);
    if (shown.kind === 'left_alone')
      run.note('warning', `The branch ${run.task.branch} was left as it is: ${shown.reason}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    run.note(
      'warning',
      `The branch ${run.task.branch} could not be shown in your repository: ${messageOf(error)}`,
    );
  }
}

/** What the work amounts to, as the hub sees it. */
export async function describe(
  run: RunContext,
  base: Oid,
  head: Oid,
  checks: readonly Evidence[],
): Promise<Result> {
  const [tree, files, commits] = await Promise.all([
    run.hub.treeOf(head),
    run.hub.changedFiles(base, head),
    run.hub.commits(base, head),
  ]);
  return { summary: run.summary.text, base, head, tree, files, commits, checks };
}

async function runChecks(
  run: RunContext,
  workspace: Workspace,
  base: Oid,
  head: Oid,
): Promise<readonly Evidence[]> {
  return verify({
    checks: run.task.checks,
    cwd: workspace.tree,
    env: toolEnvironment(run.deps.environment, workspace.home),
    tree: await run.hub.treeOf(head),
    base,
    on: 'task',
    logDir: run.deps.logDir(run.project.id, run.task.id),
    logPrefix: `check-${run.task.attempt}-${run.task.version}`,
    now: run.deps.now,
    signal: run.control.signal,
    onOutput: (check, text) =>
      run.record({ type: 'run.output', source: `check ${check}`, text: stripAnsi(text) }),
  });
}

// A message that came while the checks ran must not be lost between "no message" and "ready": one transaction does both.
async function settle(run: RunContext, result: Result): Promise<Finish> {
  await run.recorder.flush();
  const { store } = run.deps;
  const options = { actor: run.actor, fence: run.fence };
  const commit = result.head;
  const returns = policyOf(run.task.policy).whenDone === 'return';
  const settled = await store.transition(async (within) => {
    const waiting = await within.messages.take(run.task.id);
    if (waiting.length > 0) {
      for (const text of waiting) await within.messages.add(run.task.id, text);
      return null;
    }
    return within.tasks.change(
      run.task.id,
      returns ? { type: 'finished', how: 'returned', commit } : { type: 'verified', result },
      options,
    );
  });
  if (settled === null) return 'message';
  run.task = settled;
  return 'settled';
}

export function baseOf(run: RunContext): Oid {
  if (run.task.baseCommit === null) throw new Error(`task ${run.task.id} has a workspace and no base commit`);
  return run.task.baseCommit;
}
