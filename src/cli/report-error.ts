// The one place where an error of a command becomes words on stderr (or one line of JSON) and an exit code.
import { AppError, errorBodyOf } from '../api/errors.ts';
import { exitCodeOf } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './context.ts';

export function reportError(stderr: Output, thrown: unknown, options: { readonly json: boolean }): ExitCode {
  const error = expectedError(thrown) ?? bug(thrown);
  stderr.write(options.json ? `${JSON.stringify(errorBodyOf(error))}\n` : inWords(error));
  return exitCodeOf(error);
}

/** An error that a person can do something about: ours, or one of the operating system. Null for a bug. */
export function expectedError(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return null;
  const isFull = thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
  const next = isFull
    ? 'Free some space on that disk.'
    : 'Check that the folder is there and yours; TASKLANE_HOME names another one for what Tasklane keeps.';
  return new AppError(isFull ? 'disk_full' : 'internal', thrown.message, { next, cause: thrown });
}

function inWords(error: AppError): string {
  const next = error.next === undefined ? '' : `  next: ${error.next}\n`;
  return `tasklane: ${error.message}\n${next}`;
}

function bug(thrown: unknown): AppError {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return new AppError('internal', `something went wrong inside Tasklane: ${stack ?? String(thrown)}`, {
    next: 'Please report this, with what you did.',
    cause: thrown,
  });
}

/** What commander found wrong with the command line; `commands` are guesses at what was meant, better than its own. */
export function usageError(
  thrown: { readonly message: string; readonly code: string },
  commands: readonly string[] = [],
): AppError {
  const [message = '', hint] = thrown.message.replace(/^error: /, '').split('\n');
  const other = commands.map((one) => `\`tasklane ${one}\``).join(' or ');
  const guess = other === '' ? hint?.match(/\((Did you mean .+\?)\)/)?.[1] : `Did you mean ${other}?`;
  return new AppError('invalid_input', message, {
    next: guess ?? 'See --help for what is possible.',
    details: { problem: thrown.code },
  });
}
