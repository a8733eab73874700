// What went wrong with the model, in the words of its provider and in our codes: a wrong key needs a person, a network
// that broke only needs time.
import { APICallError, RetryError } from 'ai';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { ErrorCode } from '../../domain/errors.ts';

/** `hasBegun` = the answer was already coming, so that a broken connection means it was cut off. */
export function failureOf(thrown: unknown, hasBegun: boolean): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  const status = statusOf(error);
  const isCut = hasBegun && status === null;
  const said = saidBy(error);
  return new AppError(
    codeFor(error, isCut),
    isCut ? `connection closed in the middle of the answer: ${said}` : said,
    {
      details: { status, cut: isCut, ...limitOf(error) },
      cause: thrown,
    },
  );
}

function codeFor(error: unknown, isCut: boolean): ErrorCode {
  const status = statusOf(error);
  if (status === 401 || status === 403 || isKeyComplaint(error)) return 'model_credentials';
  if (status === null) return isCut || APICallError.isInstance(error) ? 'model_network' : 'internal';
  if (status === 408 || status === 429 || status >= 500) return 'model_network';
  return status === 404 ? 'invalid_config' : 'internal';
}

// Google answers 400 to a wrong key.
function isKeyComplaint(error: unknown): boolean {
  return statusOf(error) === 400 && /api key not valid|api_key_invalid/i.test(messageOf(error));
}

// What tells when to come again, for whoever decides that.
function limitOf(error: unknown): Readonly<Record<string, string>> {
  if (!APICallError.isInstance(error)) return {};
  const { responseHeaders, responseBody } = error;
  const ms = Number(responseHeaders?.['retry-after-ms'] ?? Number.NaN);
  const retryAfter = Number.isFinite(ms) ? String(ms / 1000) : responseHeaders?.['retry-after'];
  return {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(error.statusCode === 429 && responseBody !== undefined && { body: responseBody.slice(0, 2000) }),
  };
}

function statusOf(error: unknown): number | null {
  // A status of 200 belongs to an answer that began well; what broke it came later.
  if (!APICallError.isInstance(error) || error.statusCode === undefined || error.statusCode < 400)
    return null;
  return error.statusCode;
}

function saidBy(error: unknown): string {
  const status = statusOf(error);
  const message = messageOf(error);
  if (status !== null) return `the model's provider answered ${status}: ${message}`;
  const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : '';
  return cause === '' || message.includes(cause) ? message : `${message} (${cause})`;
}
