// What an error of an agent means for what comes next: wait for the network, wait for the end of a usage limit, or doubt
// the agent itself. Pure. Only what is certain counts; for everything else the task fails, and a person decides.
import type { AppError } from '../errors.ts';
import { codeOfWords } from './error-words.ts';
import { resetTime, speaksOfLimit } from './usage-limit.ts';
import type { Clock } from './usage-limit.ts';

export type Trouble =
  /** The account takes no more work before then. */
  | { readonly kind: 'usage_limit'; readonly until: number }
  /** Only time is needed. `cause` is to be read after “after”; the wait is what the provider asked for, where it did. */
  | { readonly kind: 'transient'; readonly cause: string; readonly retryAfterMs: number | null }
  /** The agent cannot be started, crashes, breaks the protocol, or has no access to its model. */
  | { readonly kind: 'agent' };

/** A limit that ends sooner holds up one task for a moment, not the account. */
const shortLimitMs = 2 * 60_000;

/** `said` = the agent's own last words. Null: it is about the task. */
export function troubleOf(error: AppError, said: string, clock: Clock): Trouble | null {
  const words = evidenceIn(error, said);
  const isTransient = error.code === 'model_network';
  if (!isTransient && !isAgents(error)) return null;
  const { status } = dataOf(error);
  const isLimit = status === 429 || speaksOfLimit(words);
  const asked = retryAfter(error, clock.now);
  const until = isLimit ? later(asked, resetTime(words, clock)) : null;
  if (until !== null && until - clock.now >= shortLimitMs) return { kind: 'usage_limit', until };
  if (!isTransient && until === null) return { kind: 'agent' };
  const wait = until ?? asked;
  return {
    kind: 'transient',
    cause: causeOf(words, status),
    retryAfterMs: wait === null ? null : wait - clock.now,
  };
}

/** What an agent's last words are about that ended its turn as if all were well. Null: they are no error. */
export function errorInWords(said: string, clock: Clock): ReturnType<typeof codeOfWords> {
  const text = said.trim();
  if (text === '' || text.length > longestError) return null;
  if (limitLine.test(text) && resetTime(text, clock) !== null) return 'model_network';
  if (!/^(api )?error:/i.test(text)) return null;
  return codeOfWords(text);
}

// An agent that writes about limits writes more than this, or begins otherwise.
const longestError = 500;
const limitLine =
  /^\W*((api )?error: )?(you(['’]ve| have)? (hit|reached|exhausted|exceeded)|(claude |ai )*usage limit|\d+-hour limit|(weekly|daily|session) limit|rate limit|quota exceeded)/i;

const agentCodes = ['agent_unavailable', 'agent_protocol', 'agent_timeout', 'model_credentials'] as const;

// Some send a short Retry-After with every 429, also where their words tell of hours.
function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function isAgents(error: AppError): boolean {
  return agentCodes.some((code) => code === error.code);
}

function evidenceIn(error: AppError, said: string): string {
  const data = error.details['data'] ?? error.details['body'];
  // A command prints its errors where it prints everything else.
  const printed = error.code === 'agent_unavailable' ? said.slice(-longestError) : '';
  return [error.message, data === undefined ? '' : JSON.stringify(data), printed].join(' ');
}

/** What an agent adds to its error, as ours and others do. */
function dataOf(error: AppError): { readonly status: number | null; readonly retryAfter: string } {
  const data = error.details['data'];
  const field = (name: string): unknown =>
    typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
  const [status, retryAfter] = [field('status'), field('retryAfter')];
  return {
    status: typeof status === 'number' ? status : null,
    retryAfter: typeof retryAfter === 'string' ? retryAfter.trim() : '',
  };
}

/** RFC 9110, Retry-After: seconds, or a date. */
function retryAfter(error: AppError, now: number): number | null {
  const text = dataOf(error).retryAfter;
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return Number.isFinite(at) && at > now && at - now <= longestAskedMs ? at : null;
}

const longestAskedMs = 35 * 24 * 3_600_000;

function causeOf(words: string, status: number | null): string {
  if (status === 429 || /\b429\b/.test(words) || speaksOfLimit(words)) return 'a rate limit';
  if (status === 503 || status === 529 || /overloaded|\b(503|529)\b/i.test(words))
    return 'an overload of the model';
  if ((status !== null && status >= 500) || /\b5\d\d\b|internal server error|bad gateway/i.test(words))
    return 'an error of the provider';
  return 'a network error';
}
