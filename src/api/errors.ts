// What a client sees of a failed call: the error body of the answer becomes the AppError that was thrown over there.
import { AppError } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorBody } from './schemas.ts';

export { AppError, messageOf } from '../domain/errors.ts';

/** The error of an answer with a status of 400 or more. */
export function errorOf(status: number, body: string, url: string): AppError {
  const error = parse(body);
  if (error === undefined) return coderError(status, body) ?? strange(status, url);
  return new AppError(error.code as ErrorCode, error.message, {
    ...(typeof error.next === 'string' && { next: error.next }),
    details: error.details ?? {},
  });
}

// Whatever stands at the address may answer, also a proxy or another program: only our own shape is believed.
function parse(body: string): ErrorBody['error'] | undefined {
  try {
    const { error } = JSON.parse(body) as Partial<ErrorBody>;
    return typeof error?.code === 'string' && typeof error.message === 'string' ? error : undefined;
  } catch {
    return undefined; // not JSON: the caller says what the status was
  }
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'invalid_transition',
};

// Below /api/v2 an error is in Coder's form, which has no codes.
function coderError(status: number, body: string): AppError | null {
  const code = codes[status];
  if (code === undefined || !body.startsWith('{"message":')) return null;
  const { message, detail } = JSON.parse(body) as { message?: unknown; detail?: unknown };
  return new AppError(code, String(message), typeof detail === 'string' ? { next: detail } : {});
}

function strange(status: number, url: string): AppError {
  return new AppError('daemon_unreachable', `What answers at ${url} is not Tasklane (HTTP ${status}).`, {
    next: 'Check TASKLANE_URL, and any proxy on the way.',
    details: { url, status },
  });
}

/** The body that the server sends for an error, and the CLI prints with --json. */
export function errorBodyOf(error: AppError): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      next: error.next ?? null,
      details: { ...error.details },
    },
  };
}
