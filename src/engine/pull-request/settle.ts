// What becomes of a task when its pull request is over: merged, it is done, and the person's branch gets what the remote has;
// closed, it is ready and says so.
import type { Delivery } from '../../domain/delivery.ts';
import { oid } from '../../domain/ids.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Failure } from '../../domain/failure.ts';
import type { HostVerdict, PullRequest } from '../../domain/pull-request.ts';
import type { Task } from '../../domain/task.ts';
import type { Seen } from '../../hosts/host.ts';
import { clearUp } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import { isOn, syncTarget } from '../target.ts';
import { targetOf } from './host-of.ts';

/** Writes down what the host says now; nothing where that is known. Throws `git_failed` when the remote is away. */
export async function settle(
  ground: Ground,
  task: Task,
  known: PullRequest,
  seen: Pick<Seen, 'state' | 'commit'> & { readonly checks: HostVerdict | null },
  actor: string,
): Promise<Task> {
  const { deps } = ground;
  if (seen.state === known.state) {
    // What stood in the way of looking (pull-requests.ts) is over.
    const isOver = task.state === 'ready' && task.notice?.kind === 'credentials';
    const pullRequest = seen.state === 'open' ? { ...known, checks: seen.checks } : known;
    const isSame = (known.checks ?? null) === (pullRequest.checks ?? null);
    if (!isOver && isSame) return task;
    const event = { type: 'pull_request_changed', pullRequest, ...(isOver && { notice: null }) } as const;
    return deps.store.tasks.change(task.id, event, { actor });
  }
  const pullRequest = { ...known, state: seen.state, changedAt: deps.now() };
  if (seen.state === 'merged') return finishMerged(ground, task, pullRequest, seen.commit, actor);
  const notice = seen.state === 'closed' ? closedBy(pullRequest) : null;
  return deps.store.tasks.change(task.id, { type: 'pull_request_changed', pullRequest, notice }, { actor });
}

async function finishMerged(
  ground: Ground,
  task: Task,
  pullRequest: PullRequest,
  said: string | null,
  actor: string,
): Promise<Task> {
  const { deps, hub } = ground;
  const { commit, delivery } = await deps.branchLock.run(ground.project.id, async () => follow(ground, said));
  const after = await deps.store.transition(async ({ tasks }) => {
    const now = (await tasks.get(task.id)) ?? task;
    const isWhole = now.result?.head === pullRequest.head;
    const notice = isWhole ? null : goneOn(pullRequest);
    const told = await tasks.change(
      task.id,
      { type: 'pull_request_changed', pullRequest, notice },
      { actor },
    );
    if (told.state !== 'ready' || !isWhole) return told;
    await tasks.change(task.id, { type: 'apply_started' }, { actor });
    const applied = { type: 'applied', commit, delivery, checks: [], isPushed: true } as const;
    return tasks.change(task.id, applied, { actor });
  });
  if (after.state === 'done') await clearUp(deps, after, hub);
  return after;
}

/** Brings the branch here to where the remote has it. The caller holds the branch's lock. */
async function follow(
  ground: Ground,
  said: string | null,
): Promise<{ readonly commit: Oid; readonly delivery: Delivery }> {
  const { hub, project } = ground;
  const target = targetOf(ground);
  const synced = await syncTarget(target);
  const merged = said !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(said) ? oid(said) : null;
  if (synced.kind === 'apart') {
    const seen = await hub.seenRemote(ground.settings.pullRequests.branch ?? project.branch);
    const commit = merged ?? seen;
    if (commit === null) throw new Error(`the branch of ${project.name} is not known`);
    const reason = `${synced.notice.message} ${synced.notice.next}`;
    return { commit, delivery: { kind: 'left_alone', reason, files: [] } };
  }
  const delivery = await hub.deliver(project.branch);
  const isThere = merged !== null && (await isKnown(ground, merged)) && (await isOn(target, merged));
  return { commit: isThere ? merged : synced.head, delivery };
}

/** A host may name a commit that is not on the branch, which git would not know here. */
async function isKnown({ hub }: Ground, commit: Oid): Promise<boolean> {
  return hub.treeOf(commit).then(
    () => true,
    () => false,
  );
}

function closedBy({ number, url }: PullRequest): Failure {
  return {
    kind: 'push_rejected',
    message: `Its pull request #${number} was closed without being merged.`,
    detail: url,
    next: 'See what was said there. Apply it again to open a new one, send its agent a message, or dismiss it.',
  };
}

function goneOn({ number, url }: PullRequest): Failure {
  return {
    kind: 'push_rejected',
    message: `Its pull request #${number} was merged with an earlier state of its work.`,
    detail: url,
    next: 'Apply it again: what is new goes into another pull request.',
  };
}
