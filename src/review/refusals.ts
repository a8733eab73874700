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
