// What the exit code of a command means. The same words stand in --help.
import type { AppError } from '../api/errors.ts';

export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  needsPerson: 3,
  /** Only `serve --background`: another daemon has this home already. */
  homeInUse: 4,
  cancelled: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeHelp = `Exit codes:
  0    done, or ready for review
  1    it failed
  2    wrong usage
  3    a person is needed
  130  cancelled`;

/** Usage is what can be put right on the command line alone. */
export function exitCodeOf(error: AppError): ExitCode {
  switch (error.code) {
    case 'invalid_input':
    case 'ambiguous':
    case 'unknown_agent':
      return exitCodes.usage;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.failure;
  }
}
