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
      ...(saysTooLong(error) && { next: roomAdvice }),
      details: { status, cut: isCut, ...(saysTooLong(error) && { overflow: true }), ...limitOf(error) },
      cause: thrown,
    },
  );
}

const roomAdvice =
  'Set TASKLANE_CONTEXT_WINDOW to the number of tokens that the model can see at once, or choose a model that sees more.';

/** Whether the provider refused a conversation because it is too long for the model. */
export function isOverflow(error: unknown): boolean {
  return error instanceof AppError && error.details['overflow'] === true;
}

// Providers have no code for it in common, only words; some say it in an answer that had already begun.
const tooLong =
  /context[ _]?(length|window|limit|size)|maximum context|(prompt|input|request|conversation) (is )?too (long|large)|input token count|too many (input )?tokens|exceeds? (the )?(maximum|max) (number of )?(input )?tokens|reduce the length/i;

function saysTooLong(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== null && status !== 400 && status !== 413 && status !== 422) return false;
  const body = APICallError.isInstance(error) ? (error.responseBody ?? '') : '';
  return status === 413 || tooLong.test(messageOf(error)) || tooLong.test(body.slice(0, 4000));
}

function codeFor(error: unknown, isCut: boolean): ErrorCode {
  const status = statusOf(error);
  if (saysTooLong(error)) return 'model_refused';
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
