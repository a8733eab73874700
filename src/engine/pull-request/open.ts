// Asks a git host to take a task's work: it is pushed to a branch of its own there, then a pull request is opened for it, or
// found. The task is `applying` meanwhile. Every step can be repeated: after a crash the task is ready, and who applies it again
// finds the branch and the pull request that are there.
import type { Failure } from '../../domain/failure.ts';
import type { PullRequest } from '../../domain/pull-request.ts';
import type { Task } from '../../domain/task.ts';
import { conflict, pushOvertaken, pushRefused } from '../../review/refusals.ts';
import { headOf } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import { syncTarget } from '../target.ts';
import { hostOf, intoOf, targetOf } from './host-of.ts';
import { requestText } from './request-text.ts';

export type Asked =
  | { readonly kind: 'open'; readonly pullRequest: PullRequest }
  | { readonly kind: 'refused'; readonly notice: Failure };

/** Throws `host_failed` and `git_failed`. */
export async function openPullRequest(ground: Ground, task: Task, signal: AbortSignal): Promise<Asked> {
  const { hub, project, settings, deps } = ground;
  const { remote } = settings.pullRequests;
  // Whether somebody can be asked is known before anything goes out.
  const host = await hostOf(ground);
  const head = headOf(task);
  const synced = await deps.branchLock.run(project.id, async () => syncTarget(targetOf(ground)));
  if (synced.kind === 'apart') return { kind: 'refused', notice: synced.notice };
  const merged = await hub.merge(synced.head, head);
  if (merged.kind === 'conflict')
    return { kind: 'refused', notice: conflict(`${remote}/${intoOf(ground)}`, merged.files) };
  const pushed = await hub.push(remote, task.branch, head, { isOurs: true });
  const place = `${remote}/${task.branch}`;
  if (pushed.kind === 'behind') return { kind: 'refused', notice: pushOvertaken(place) };
  if (pushed.kind === 'refused') return { kind: 'refused', notice: pushRefused(place, pushed) };
  const into = intoOf(ground);
  const seen = await host.open({ ...requestText(task), branch: task.branch, into }, signal);
  const { number, url } = seen;
  const now = deps.now();
  const before = task.pullRequest?.number === number ? task.pullRequest : null;
  const openedAt = before?.openedAt ?? now;
  // Of another commit they say nothing yet.
  const checks = before?.head === head ? (before.checks ?? null) : null;
  const changedAt = before?.state === 'open' ? before.changedAt : now;
  return {
    kind: 'open',
    pullRequest: { number, url, state: 'open', branch: task.branch, into, head, checks, openedAt, changedAt },
  };
}
