// What can go wrong with a subagent, in the words that agents of this kind share (Qwen Code's SubagentError), and at the
// same time an error like all of ours.
import { AppError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

const codes = {
  NOT_FOUND: 'not_found',
  ALREADY_EXISTS: 'already_exists',
  INVALID_CONFIG: 'invalid_input',
  INVALID_NAME: 'invalid_input',
  FILE_ERROR: 'invalid_input',
  VALIDATION_ERROR: 'invalid_input',
  TOOL_NOT_FOUND: 'invalid_input',
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type SubagentErrorCode = keyof typeof codes;

/** `details` carry `subagent_error` (its code) and `subagent`, so that a client of the API can tell them apart. */
export class SubagentError extends AppError {
  readonly subagentCode: SubagentErrorCode;
  readonly subagentName: string;

  constructor(
    subagentCode: SubagentErrorCode,
    subagentName: string,
    message: string,
    options: { readonly next?: string; readonly cause?: unknown } = {},
  ) {
    super(codes[subagentCode], message, {
      ...options,
      details: { subagent_error: subagentCode, subagent: subagentName },
    });
    this.name = 'SubagentError';
    this.subagentCode = subagentCode;
    this.subagentName = subagentName;
  }
}
