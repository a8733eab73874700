// One question to the API of a git host: one try, a time limit, no redirect followed (the token must not go elsewhere), and
// every way in which it can fail as one sentence with the next step. The token is in no message, whatever the host repeats.
import { AppError, messageOf } from '../domain/errors.ts';
import type { FailureKind } from '../domain/failure.ts';
import type { Question } from './dialect.ts';

export interface AskInput {
  /** The address of the repository in the API. */
  readonly api: string;
  /** For people: `github.com/ada/shop`. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string;
  /** In milliseconds since 1970, for hosts that say until when they want no more questions. */
  readonly now: () => number;
}

const timeoutMs = 30_000;
const mostRead = 4 * 1024 * 1024;
const longestWords = 300;

/** The answer as data; `null` where there is no such thing and `absent` allows that. Throws `host_failed`. */
export async function ask(
  input: AskInput,
  question: Question,
  signal: AbortSignal,
  { absent = false }: { readonly absent?: boolean } = {},
): Promise<unknown> {
  const { response, text } = await exchange(input, question, signal);
  if (response.ok) return parsed(input, text);
  if (absent && response.status === 404) return null;
  throw refusal(input, response, text);
}

async function exchange(
  input: AskInput,
  { method, path, body }: Question,
  signal: AbortSignal,
): Promise<{ readonly response: Response; readonly text: string }> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(input.api + path, {
      method,
      redirect: 'manual',
      headers: {
        ...input.headers,
        'user-agent': 'Tasklane',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, limit]),
    });
    return { response, text: await beginning(response) };
  } catch (error) {
    signal.throwIfAborted();
    const why = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
    throw failed(input, 'network', `${input.name} could not be reached: ${hidden(input, why)}.`, {
      next: 'See that the host can be reached from here, then apply again.',
    });
  }
}

/** `fetch failed` says nothing; what it was is its cause. */
function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

async function beginning(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    const chunk = new Uint8Array(part as Uint8Array);
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostRead) break;
  }
  return Buffer.concat(chunks).subarray(0, mostRead).toString('utf8');
}

function parsed(input: AskInput, text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw failed(input, 'other', `${input.name} answered something that is no JSON.`, {
      next: 'See that the remote is on the kind of host that the setting gitHost names.',
      detail: hidden(input, text.slice(0, longestWords)),
    });
  }
}

function refusal(input: AskInput, { status, headers }: Response, text: string): AppError {
  const { name } = input;
  const words = hidden(input, wordsOf(text));
  const said = words === '' ? '' : `: ${words}`;
  const retryAfterMs = restOf(headers, input.now());
  const details = { status, ...(retryAfterMs !== null && { retryAfterMs }) };
  if (status === 429 || (status === 403 && retryAfterMs !== null))
    return failed(input, 'network', `${name} wants fewer questions at present (${status})${said}.`, {
      next: 'Apply again later.',
      ...details,
    });
  if (status === 401)
    return failed(input, 'credentials', `${name} does not take the token (401)${said}.`, {
      next: 'Put a valid one into gitTokens in the config.json of Tasklane’s home.',
      ...details,
    });
  if (status === 403)
    return failed(input, 'credentials', `The token may not do that on ${name} (403)${said}.`, {
      next: 'Give it the right to read and write pull requests of this repository.',
      ...details,
    });
  if (status === 404)
    return failed(input, 'credentials', `${name} is not there, or the token may not see it (404)${said}.`, {
      next: 'See that the remote’s address is right, and that the token is for that repository.',
      ...details,
    });
  if (status >= 300 && status < 400)
    return failed(input, 'other', `${name} has moved (${status}); redirects are not followed.`, {
      next: 'Set the remote to its new address with `git remote set-url`.',
      ...details,
    });
  if (status >= 500)
    return failed(input, 'network', `${name} is in trouble (${status})${said}.`, {
      next: 'Apply again later.',
      ...details,
    });
  return failed(input, 'push_rejected', `${name} does not take the pull request (${status})${said}.`, {
    next: 'See what the host asks for, then apply again.',
    ...details,
  });
}

function failed(
  { name }: AskInput,
  failureKind: FailureKind,
  message: string,
  { next, ...details }: Readonly<Record<string, unknown>> & { readonly next: string },
): AppError {
  return new AppError('host_failed', message, { next, details: { host: name, failureKind, ...details } });
}

/** How long it wants to be left alone, in milliseconds; null: it does not say so. */
function restOf(headers: Headers, now: number): number | null {
  const after = headers.get('retry-after');
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
  const until = after === null ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(until)) return Math.max(0, until - now);
  // GitHub answers 403 then, and says when its hour is over.
  if (headers.get('x-ratelimit-remaining') !== '0') return null;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - now) : null;
}

/** What the host says in words: each has its own place for them. */
function wordsOf(text: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return short(text);
  }
  return short([...new Set(textsIn(answer))].join('; '));
}

/** In `message`, `error`, `errors`, …: texts, lists of texts, or objects with a message. */
function textsIn(answer: unknown): readonly string[] {
  if (typeof answer === 'string') return [answer];
  if (Array.isArray(answer)) return answer.flatMap(textsIn);
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => (speaking.has(key) ? textsIn(value) : []));
}

const speaking = new Set(['message', 'error', 'errors', 'error_description', 'base', 'detail']);

/** A page of a proxy says nothing to a person. */
function short(text: string): string {
  if (/<html|<!doctype/i.test(text)) return '';
  return text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, longestWords);
}

function hidden({ token }: AskInput, text: string): string {
  return text.replaceAll(token, '***');
}
