// Errors as Coder's clients read them: `{message, detail?, validations?}` (coderd/httpapi), in its words where it has some.
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { CoderErrorJson } from '../../api/coder-schemas.ts';
import { AppError } from '../../domain/errors.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { statusOf } from '../status.ts';

export interface CoderErrorOptions {
  readonly detail?: string;
  readonly validations?: CoderErrorJson['validations'];
}

/** An answer that Coder gives in words and with a status of its own. */
export class CoderError extends AppError {
  readonly status: ContentfulStatusCode;
  readonly body: CoderErrorJson;

  constructor(
    status: ContentfulStatusCode,
    code: ErrorCode,
    message: string,
    { detail, validations }: CoderErrorOptions = {},
  ) {
    super(code, message);
    this.status = status;
    this.body = {
      message,
      ...(detail !== undefined && { detail }),
      ...(validations !== undefined && { validations: [...validations] }),
    };
  }
}

/** Older clients call what is stable now by its experimental address. */
export const coderPrefixes = ['/api/v2', '/api/experimental'] as const;

export function isCoderPath(path: string): boolean {
  return coderPrefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

export function coderErrorOf(error: AppError): {
  readonly status: ContentfulStatusCode;
  readonly body: CoderErrorJson;
} {
  if (error instanceof CoderError) return error;
  return { status: statusOf[error.code], body: bodyOf(error) };
}

function bodyOf(error: AppError): CoderErrorJson {
  const said = error.next === undefined ? error.message : `${error.message} ${error.next}`;
  switch (error.code) {
    case 'unauthorized':
    case 'suspended':
      return {
        message: 'You are signed out or your session has expired. Please sign in again to continue.',
        detail: said,
      };
    case 'not_found':
      return {
        message: 'Resource not found or you do not have access to this resource',
        detail: said,
      };
    case 'forbidden':
      return { message: 'Forbidden.', detail: said };
    case 'internal':
      return { message: 'An internal server error occurred.', detail: said };
    case 'required_parameter':
      return {
        message: 'Unable to validate parameters',
        detail: said,
        validations: textsIn(error.details['parameters']).map((field) => ({
          field,
          detail: 'Required parameter not provided; parameter value is null',
        })),
      };
    case 'invalid_input':
      return invalid(error, said);
    default:
      return { message: error.message, ...(error.next !== undefined && { detail: error.next }) };
  }
}

function invalid(error: AppError, said: string): CoderErrorJson {
  const { problems, template } = error.details;
  if (!Array.isArray(problems))
    return { message: error.message, ...(error.next !== undefined && { detail: error.next }) };
  const validations = problems.map((problem: { readonly field?: unknown; readonly message?: unknown }) => ({
    field: String(problem.field),
    detail: String(problem.message),
  }));
  const message = template === undefined ? 'Validation failed.' : 'Unable to validate parameters';
  return { message, detail: said, validations };
}

function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
