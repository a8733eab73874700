// What the exit code of a command means. The same words stand in --help.
import type { AppError } from '../api/errors.ts';
import type { TaskJson } from '../api/schemas.ts';

export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  needsPerson: 3,
  /** Only `serve --background`: another daemon has this home already. */
  homeInUse: 4,
  /** Only `task wait`: its --timeout is over, as with timeout(1). */
  timedOut: 124,
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
    case 'required_parameter':
    case 'ambiguous':
    case 'unknown_agent':
      return exitCodes.usage;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.failure;
  }
}

/** What a task came to. */
export function exitCodeOfTask(task: Pick<TaskJson, 'state'>): ExitCode {
  switch (task.state) {
    case 'done':
    case 'ready':
      return exitCodes.ok;
    case 'waiting':
    case 'paused':
    case 'draft':
      return exitCodes.needsPerson;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.failure;
  }
}
