// What a turn of an agent came to: its stop reason, what its model did meanwhile, and whether the agent got anything done,
// taken together. An agent that ends its turn as if all were well after a model that only failed has failed.
import { moneyAdvice, overflowAdvice, speaksOfMoney, speaksOfOverflow } from '../agents/error-words.ts';
import { AppError } from '../errors.ts';
import type { ModelCall } from './call.ts';

/** What the model of an agent did during one turn, as the gateway saw it. */
export type Health =
  /** Nothing was asked, or nothing of it was answered because of us or of the agent. */
  | { readonly kind: 'unused' }
  | { readonly kind: 'ok' }
  /** The last requests failed; `failures` = how many in a row, `since` = when the first of them began. */
  | { readonly kind: 'failing'; readonly call: ModelCall; readonly failures: number; readonly since: number };

export type Stop =
  | { readonly kind: 'ended' | 'cancelled' | 'max_turns' | 'max_tokens' | 'refused' }
  /** It was told to stop, because its model only failed. */
  | { readonly kind: 'given_up' }
  | { readonly kind: 'error'; readonly error: unknown };

/** Side calls count only for an agent that makes no others: a title that fails ends no work. */
export function healthOf(calls: readonly ModelCall[]): Health {
  const main = calls.filter((call) => !call.isSide);
  const counted = (main.length > 0 ? main : calls).filter(
    ({ outcome }) => outcome === 'ok' || outcome === 'failed',
  );
  const last = counted.at(-1);
  if (last === undefined) return { kind: 'unused' };
  if (last.outcome === 'ok') return { kind: 'ok' };
  const row = counted.slice(counted.findLastIndex((call) => call.outcome === 'ok') + 1);
  return { kind: 'failing', call: last, failures: row.length, since: row[0]?.at ?? last.at };
}

/** A key that was refused is refused again; anything else may pass, so an agent may try for a while. */
const mostRefusals = 3;
const mostFailures = 8;
const longestFailingMs = 40_000;

/**
 * Whether an agent should not be let try any more: some ask a provider that refuses their key for minutes, or one that is
 * down for as long as they live, and hold a place that others could use. Tasks that are put off wait without one.
 */
export function isHopeless(health: Health, now: number): boolean {
  if (health.kind !== 'failing') return false;
  const { call, failures, since } = health;
  if (classOf(call).code === 'model_credentials') return failures >= mostRefusals;
  return failures >= mostFailures || (failures > 1 && now - since >= longestFailingMs);
}

/**
 * The error that a turn ended with, or null when its end is to be believed. `hasActed` = the agent used a tool with success
 * in this turn. What the agent itself says of its model's error stays; what it does not say is added.
 */
export function errorOfTurn(
  stop: Stop,
  health: Health,
  evidence: { readonly hasActed: boolean },
): Error | null {
  if (stop.kind === 'error') {
    const error = stop.error instanceof Error ? stop.error : new Error(String(stop.error));
    return health.kind === 'failing' ? explained(error, health) : error;
  }
  if (health.kind !== 'failing') return null;
  if (stop.kind === 'given_up') return errorOf(health, 'The agent went on trying');
  if (stop.kind !== 'ended') return null;
  const end = evidence.hasActed
    ? 'The agent stopped in the middle of its work'
    : 'The agent ended its turn as if all were well';
  return errorOf(health, end);
}

// An agent that names its model's error as what it is has said it best; but it often keeps the numbers to itself.
function explained(error: Error, health: Health & { readonly kind: 'failing' }): Error {
  if (!(error instanceof AppError) || !blamable.has(error.code)) return error;
  if (error.code !== 'model_network' && error.code !== 'model_credentials')
    return errorOf(health, `The agent ended with an error (${error.message})`);
  return new AppError(error.code, error.message, {
    ...(error.next !== undefined && { next: error.next }),
    details: { ...error.details, data: { ...factsOf(health.call), ...objectOf(error.details['data']) } },
    cause: error.cause,
  });
}

const blamable: ReadonlySet<string> = new Set([
  'model_network',
  'model_credentials',
  'agent_protocol',
  'agent_unavailable',
]);

function errorOf({ call, failures }: Health & { readonly kind: 'failing' }, end: string): AppError {
  const { code, next } = classOf(call);
  const times = failures === 1 ? '' : ` ${failures} times in a row`;
  const who = `${call.provider}${call.model === null ? '' : ` (${call.model})`}`;
  const said = `${call.status === null ? '' : `${call.status} `}${call.error ?? 'no answer'}`.trim();
  return new AppError(code, `${end}, but its model failed${times}: ${who} answered: ${said}`, {
    next,
    details: { data: factsOf(call) },
  });
}

function factsOf(call: ModelCall): Readonly<Record<string, unknown>> {
  return {
    ...(call.status !== null && { status: call.status }),
    ...(call.retryAfter !== null && { retryAfter: call.retryAfter }),
    ...(call.error !== null && { providerSaid: call.error }),
  };
}

type ModelErrorCode = 'model_credentials' | 'model_network' | 'model_refused';

function classOf({ status, error }: ModelCall): { readonly code: ModelErrorCode; readonly next: string } {
  if (status === 401 || status === 402 || status === 403)
    return { code: 'model_credentials', next: 'Set its key to one that the provider accepts.' };
  if (speaksOfMoney(error ?? '')) return { code: 'model_credentials', next: moneyAdvice };
  if (status === null || status < 400 || status === 408 || status === 429 || status >= 500)
    return { code: 'model_network', next: 'Check the network and the provider, or try again later.' };
  if (isTooLong(error ?? '')) return { code: 'model_refused', next: overflowAdvice };
  return {
    code: 'model_refused',
    next: 'Check the name of the model and what the provider says of the request, then retry.',
  };
}

// Of a request that was refused; in other errors these words may mean something else.
function isTooLong(error: string): boolean {
  return speaksOfOverflow(error) || /too (long|large)|maximum.{0,20}tokens/i.test(error);
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
