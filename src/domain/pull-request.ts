// A request to a git host to take a task's work into the branch, where the project asks for that instead of merging here. It
// is a part of the task, so that whoever restarts knows which ones are to be followed.
import type { Oid } from './ids.ts';

export const pullRequestStates = ['open', 'merged', 'closed'] as const;
export type PullRequestState = (typeof pullRequestStates)[number];

/** What the host's own checks (its CI) say of a commit. */
export const hostVerdicts = ['pending', 'passed', 'failed'] as const;
export type HostVerdict = (typeof hostVerdicts)[number];

export interface PullRequest {
  /** As the host counts them; of GitLab the number of the merge request. */
  readonly number: number;
  /** Its page. */
  readonly url: string;
  /** As the host said last. */
  readonly state: PullRequestState;
  /** The branch there that has the work, and the one that it is to come to; without `refs/heads/`. */
  readonly branch: string;
  readonly into: string;
  /** The newest commit that was pushed for it. */
  readonly head: Oid;
  /** What the host's checks say of that commit; null or missing where there are none, or the host does not say. */
  readonly checks?: HostVerdict | null;
  /** Milliseconds since 1970: when it was opened by us, and when its state was seen to change last. */
  readonly openedAt: number;
  readonly changedAt: number;
}

/** Whether the host may still take it. */
export function isOpen(pullRequest: PullRequest | null): pullRequest is PullRequest {
  return pullRequest?.state === 'open';
}

/** How long until it is looked at again, in milliseconds: twice as long each time that nothing has changed. */
export function nextLook(waitedMs: number, firstMs: number): number {
  return Math.max(firstMs, Math.min(waitedMs * 2, firstMs * longestOverFirst));
}

/** With the usual first wait of a minute, a quarter of an hour. */
const longestOverFirst = 15;
