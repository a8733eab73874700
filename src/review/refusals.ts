// Why work did not reach the branch, in the words that stand in the notice of its task.
import type { Evidence } from '../domain/evidence.ts';
import type { Failure } from '../domain/failure.ts';
import { failureOf } from './classify.ts';

export function conflict(branch: string, files: readonly string[]): Failure {
  return {
    kind: 'conflict',
    message: `It conflicts with ${branch} in ${files.length === 1 ? 'one file' : `${files.length} files`}: ${files.join(', ')}.`,
    detail: files.join('\n'),
    next: 'Nothing was changed. Retry it: the next attempt begins at the new branch head and is told of this. Or merge its branch by hand.',
  };
}

export function diverged(branch: string): Failure {
  return {
    kind: 'conflict',
    message: `Your ${branch} and the work applied by Tasklane have both moved on.`,
    detail: '',
    next: `Bring them together with \`git merge tasklane/${branch}\` in your repository, then apply again.`,
  };
}

export function redWhenMerged(branch: string, bad: Evidence): Failure {
  const failure = failureOf(bad);
  return {
    ...failure,
    message: `Merged into ${branch}, it does not pass: ${failure.message}`,
    next: `Nothing was changed. ${failure.next}`,
  };
}

/** Others were faster, each time. */
export function movedTooOften(branch: string, times: number): Failure {
  return {
    kind: 'conflict',
    message: `The branch ${branch} moved ${times} times while this was being merged and tested.`,
    detail: '',
    next: 'Apply again when the branch is quiet.',
  };
}

/** The person's branch and the remote's have both moved on. */
export function divergedFromRemote(branch: string, remote: string): Failure {
  return {
    kind: 'conflict',
    message: `Your ${branch} and that of ${remote} have both moved on.`,
    detail: '',
    next: `Bring them together with \`git pull ${remote} ${branch}\` in your repository, then apply again.`,
  };
}

/** The remote says no, and would say it again. */
export function pushRefused(
  place: string,
  { reason, detail }: { readonly reason: string; readonly detail: string },
): Failure {
  return {
    kind: 'push_rejected',
    message: `${place} does not take it: ${reason}.`,
    detail,
    next: 'Nothing was changed. See what the remote asks for (a protected branch, a hook), then apply again.',
  };
}

/** Somebody else pushed each time. */
export function pushOvertaken(place: string): Failure {
  return {
    kind: 'push_rejected',
    message: `Others pushed to ${place} each time while this was being merged and tested.`,
    detail: '',
    next: 'Nothing was changed. Apply again when it is quiet there.',
  };
}

/** Its conflicts were resolved, and that may be what is wrong with it. `dropped`: so many of these were new. */
export function withResolved(notice: Failure, dropped: number): Failure {
  const what =
    dropped > 0
      ? 'Its conflicts had been resolved automatically; that resolution is forgotten again.'
      : 'Its conflicts were resolved as in earlier merges: see `tasklane task conflicts`.';
  return { ...notice, next: `${what} ${notice.next}` };
}

/** A conflict that an agent tried to resolve; null: none did. */
export function unresolved(notice: Failure, reason: string | null): Failure {
  if (reason === null) return notice;
  return {
    ...notice,
    message: `${notice.message} An agent could not resolve it: ${reason.replace(/\.$/, '')}.`,
  };
}
