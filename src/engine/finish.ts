// After a turn: what did the agent leave, and is it good? The system looks from outside, commits, and runs the checks.
import type { Evidence } from '../domain/evidence.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import type { LifecycleEvent } from '../domain/lifecycle.ts';
import type { Failure } from '../domain/failure.ts';
import { policyOf } from '../domain/policy.ts';
import type { Policy } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';
import { toolEnvironment } from '../lib/tool-env.ts';
import { stripAnsi } from '../lib/text.ts';
import { failureOf } from '../review/classify.ts';
import { verify } from '../review/verify.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { workMessageOf } from './commit-message.ts';
import { completes, completeKey } from './complete.ts';
import { gateOwnership } from './ownership-gate.ts';
import { pushWork } from './push-work.ts';
import { forgetRed, sendBack } from './red-checks.ts';
import { pinName } from './run-context.ts';
import type { RunContext } from './run-context.ts';
import { checkCommit } from './scratch.ts';
import { changeUnlessUnread } from './unread.ts';

/**
 * `idle`: a person has to say how to go on. `message`: somebody wrote in the meantime; the checks that ran are kept.
 * `red`: the agent is to mend what a check found. `settled`: the run is over.
 */
export type Finish =
  | { readonly kind: 'settled' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'message'; readonly checks: readonly Evidence[] }
  | { readonly kind: 'red'; readonly told: string };

export async function finish(run: RunContext, workspace: Workspace): Promise<Finish> {
  await run.change({ type: 'progressed', activity: 'snapshot' });
  const base = baseOf(run);
  const parent = await run.head(base);
  const gate = await gateOwnership(run, base, parent, await commitWork(run, workspace, parent));
  const { head } = gate;
  await show(run, head);
  if (gate.kind === 'violated') {
    return fail(run, gate.failure, await describe(run, base, head, []));
  }
  const whenDone = await whenDoneOf(run);
  if (head === base && (await completes(run.deps.store, run.task.id))) await notComplete(run);
  if ((head === base && whenDone !== 'return') || whenDone === 'idle') return { kind: 'idle' };
  if (run.task.checks.length > 0) await run.change({ type: 'progressed', activity: 'checks' });
  const checks =
    gate.kind === 'passed'
      ? await runChecks(run, workspace, base, head)
      : await checkCommit({ ...run.scratch(), on: 'task' }, head, await run.hub.treeOf(head), base);
  const result = await describe(run, base, head, checks);
  const bad = checks.find((item) => item.outcome !== 'passed');
  // A git host is asked to take it, and that is for after the run (pull-request/).
  const asks = whenDone === 'push' && run.settings.pullRequests.isWanted;
  if (bad === undefined) return settle(run, settling(asks ? 'ready' : whenDone, result), result);
  const told = await sendBack(run, result.tree, checks);
  return told === null ? fail(run, failureOf(bad), result) : { kind: 'red', told };
}

// A person may say that a task that waits for messages is complete: then its work is for review.
async function whenDoneOf(run: RunContext): Promise<Policy['whenDone']> {
  const { whenDone } = policyOf(run.task.policy);
  return whenDone === 'idle' && (await completes(run.deps.store, run.task.id)) ? 'ready' : whenDone;
}

async function notComplete(run: RunContext): Promise<void> {
  run.note('warning', 'There is nothing to complete: no file was changed.');
  await run.deps.store.steps.put(run.task.id, completeKey, false);
}

/** Commits what is in the working copy on the task's own ref and shows it as a branch. Returns the newest commit. */
export async function takeSnapshot(run: RunContext, workspace: Workspace): Promise<Oid> {
  const head = await commitWork(run, workspace, await run.head(baseOf(run)));
  await show(run, head);
  return head;
}

async function commitWork(run: RunContext, workspace: Workspace, parent: Oid): Promise<Oid> {
  // What it did in its parent's copy is its parent's work.
  if (run.task.subagent?.copy === 'shared') return parent;
  const snapshot = await run.hub.snapshot(workspace, parent, {
    message: workMessageOf(run.task, run.account, parent === baseOf(run)),
    author: run.author,
  });
  return snapshot.head;
}

async function show(run: RunContext, head: Oid): Promise<void> {
  if (head === baseOf(run)) return;
  await run.hub.pin(pinName(run.task), head);
  // That of a subagent goes to its parent, and never by itself to a person.
  if (run.task.policy !== 'subagent') await publish(run, head);
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
  return { summary: run.account.text, base, head, tree, files, commits, checks };
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
    env: { ...toolEnvironment(run.deps.environment, workspace.home), ...run.kit.variables },
    mask: run.kit.mask,
    tree: await run.hub.treeOf(head),
    base,
    on: 'task',
    reruns: run.settings.checkReruns,
    restore: async (what) => run.hub.putBack(workspace, what),
    versions: async (...asked) => run.deps.toolVersions.of(...asked),
    logDir: run.deps.logDir(run.project.id, run.task.id),
    logPrefix: `check-${run.task.attempt}-${run.task.version}`,
    now: run.deps.now,
    signal: run.control.signal,
    onOutput: (check, text) =>
      run.record({ type: 'run.output', source: `check ${check}`, text: stripAnsi(text) }),
  });
}

// A message that came while the checks ran must not be lost between "no message" and "ready": one transaction does both.
async function settle(run: RunContext, event: LifecycleEvent, result: Result): Promise<Finish> {
  const settled = await changeUnlessUnread(run, event, async (within) => {
    await within.steps.put(run.task.id, completeKey, false);
    await forgetRed(within, run.task.id);
  });
  if (settled === null) return { kind: 'message', checks: result.checks };
  if (settled.state === 'running') await pushWork(run, result);
  return { kind: 'settled' };
}

// Whoever wrote meanwhile may have said what was missing.
async function fail(run: RunContext, failure: Failure, result: Result): Promise<Finish> {
  const failed = await changeUnlessUnread(run, { type: 'failed', failure, result }, async (within) =>
    forgetRed(within, run.task.id),
  );
  return failed === null ? { kind: 'message', checks: result.checks } : { kind: 'settled' };
}

function settling(whenDone: Policy['whenDone'], result: Result): LifecycleEvent {
  if (whenDone === 'return') return { type: 'finished', how: 'returned', commit: result.head, result };
  if (whenDone === 'push') return { type: 'progressed', activity: 'apply' };
  return { type: 'verified', result };
}

export function baseOf(run: RunContext): Oid {
  if (run.task.baseCommit === null) throw new Error(`task ${run.task.id} has a workspace and no base commit`);
  return run.task.baseCommit;
}
