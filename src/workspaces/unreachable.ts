// A remote that git could not use, as one sentence with what to try.
import { AppError } from '../domain/errors.ts';
import { gistOf, stderrOf } from './git.ts';

/** What git says when it cannot use a remote (its name or address), with what to do. */
export function unreachable(error: unknown, remote: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'git_failed') return error;
  const stderr = stderrOf(error);
  const isDenied =
    /authentication failed|permission denied|could not read (username|password)|\b40[13]\b/i.test(stderr);
  return new AppError('git_failed', `The remote ${remote} could not be used: ${gistOf(stderr)}`, {
    next: isDenied
      ? `See that \`git push ${remote}\` works there without a question; the daemon is never asked for a password.`
      : `See that \`git fetch ${remote}\` works in the repository, then apply again.`,
    details: { remote, stderr, failureKind: isDenied ? 'credentials' : 'network' },
    cause: error,
  });
}
