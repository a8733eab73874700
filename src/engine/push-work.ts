// The last step of a task whose policy applies by itself (develop): while it still holds its lane and its lease, its work
// is merged, tested and brought to the branch. So the next task of the lane always begins with the work of this one.
import type { Result } from '../domain/result.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Oid } from '../domain/ids.ts';
import { policyOf } from '../domain/policy.ts';
import type { Task } from '../domain/task.ts';
import { usesOf } from './conflicts/uses.ts';
import type { EngineDeps } from './deps.ts';
import { findProject } from './find.ts';
import { leaseMs } from './lease.ts';
import { clearUp, landedWork, mergeWork } from './merge-work.ts';
import type { LandedDeps } from './merge-work.ts';
import type { RunContext } from './run-context.ts';
import { lookAtRemote } from './target.ts';
import { RunStopped } from './run-control.ts';

const resultKey = 'pushed';

/** Ends the run: the task is done, or failed with the reason why its work could not be applied. */
export async function pushWork(run: RunContext, result: Result): Promise<void> {
  const { deps, project } = run;
  // Kept before the branch can move, so that after a crash it is known what reached it.
  await deps.store.steps.put(run.task.id, resultKey, result);
  await deps.branchLock.run(project.id, async () => pushNow(run, result));
}

async function pushNow(run: RunContext, result: Result): Promise<void> {
  run.control.signal.throwIfAborted();
  const { deps, project, hub } = run;
  try {
    const outcome = await merge(run, result);
    if (outcome.kind === 'applied') {
      await deps.store.resolutions.used(outcome.used, deps.now());
      return await finish(run, result, outcome.commit, outcome.delivery, outcome.checks);
    }
    await run.change({ type: 'failed', failure: outcome.notice, result: withChecks(result, outcome.checks) });
  } catch (error) {
    // Whatever broke, the branch says whether the work is there: then the task must not end as failed.
    const landed = await landedWork(deps, run.task, result.head, { hub, project, settings: run.settings });
    if (landed === null || run.task.state !== 'running') throw error;
    await finish(run, result, landed.commit, await hub.deliver(project.branch), landed.checks);
  }
}

async function merge(run: RunContext, result: Result): ReturnType<typeof mergeWork> {
  return mergeWork({
    ...run.scratch(),
    author: run.author,
    head: result.head,
    summary: result.summary,
    beforeMove: async () => mustHoldLease(run),
  });
}

// A worker that stalled while it tested may have lost its task to another: it must not move the branch any more.
async function mustHoldLease(run: RunContext): Promise<void> {
  run.control.signal.throwIfAborted();
  const until = (await run.deps.store.now()) + leaseMs;
  if (await run.deps.store.leases.renew(run.task.id, run.fence, until)) return;
  run.control.stop({ why: 'lost' });
  throw new RunStopped({ why: 'lost' });
}

async function finish(
  run: RunContext,
  result: Result,
  commit: Oid,
  delivery: Delivery,
  checks: readonly Evidence[],
): Promise<void> {
  await run.change({
    type: 'finished',
    how: 'applied',
    commit,
    delivery,
    result: withChecks(result, checks),
  });
}

function withChecks(result: Result, checks: readonly Evidence[]): Result {
  return { ...result, checks: [...result.checks, ...checks] };
}

/** For a task that an earlier daemon left in this step: true when its work is on the branch, and it is done now. */
export async function finishPushed(deps: LandedDeps & Pick<EngineDeps, 'now'>, task: Task): Promise<boolean> {
  if (task.state !== 'running' || policyOf(task.policy).whenDone !== 'push') return false;
  const project = await findProject(deps.store, task.projectId);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const stored = await deps.store.steps.get(task.id, resultKey);
  if (stored === undefined) return false;
  const result = stored as Result; // we wrote it ourselves, before the branch moved
  const target = { hub, project, settings: await deps.settings(project) };
  await lookAtRemote(target);
  const landed = await landedWork(deps, task, result.head, target);
  if (landed === null) return false;
  await deps.store.resolutions.used(await usesOf(deps.store, task.id), deps.now());
  const done = await deps.store.tasks.change(
    task.id,
    {
      type: 'finished',
      how: 'applied',
      commit: landed.commit,
      delivery: await hub.deliver(project.branch),
      result: withChecks(result, landed.checks),
    },
    { actor: 'recovery' },
  );
  await clearUp(deps, done, hub);
  return true;
}
