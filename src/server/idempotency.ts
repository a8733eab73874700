// The header `Idempotency-Key`: a POST that is sent again with the same key is not done again, and gets the same answer.
// Only what was done is remembered; a request that was refused made nothing, and is looked at anew.
import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { operations } from '../api/contract.ts';
import type { Actor } from '../domain/access.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { KeptAnswers, RepeatableRequest } from '../engine/kept-answers.ts';
import type { Log } from '../lib/log.ts';
import type { Env } from './route.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly etag: string | null;
}

export interface IdempotencyOptions {
  readonly answers: KeptAnswers;
  readonly log: Log;
}

/** For the calls of the API; what is no POST, or has no key, passes. */
export function idempotency({ answers, log }: IdempotencyOptions): MiddlewareHandler<Env> {
  return async (context, next) => {
    const key = context.req.header('idempotency-key');
    const { actor } = context.var;
    if (context.req.method !== 'POST' || key === undefined || actor === undefined) return next();
    refuseSecret(context);
    const request = { actor: nameOf(actor), key: checked(key), fingerprint: await fingerprintOf(context) };
    const progress = { isDone: false };
    try {
      const found = await answers.once(request, async () => {
        await next();
        progress.isDone = true;
        return kept(context.res);
      });
      switch (found.kind) {
        case 'did':
          return undefined;
        case 'answered':
          return replay(context, found.answer);
        case 'other':
          throw reused(request);
        case 'begun':
          throw interrupted(request);
      }
    } catch (error) {
      // It was done, only its answer could not be kept: whoever asked must hear of it all the same.
      if (!progress.isDone) throw error;
      log.error({ error: messageOf(error), key }, 'the answer to a repeatable request could not be kept');
      return undefined;
    }
  };
}

// By the token too: another one of the same person may be allowed less, and must not be told what it could not have asked.
function nameOf({ userId, tokenId }: Actor): string {
  return tokenId === null ? userId : `${userId}/${tokenId}`;
}

const secret: readonly RegExp[] = operations()
  .filter(([, { hasSecret }]) => hasSecret === true)
  .map(([, { path }]) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`));

function refuseSecret(context: Context): void {
  if (!secret.some((path) => path.test(context.req.path))) return;
  throw new AppError(
    'invalid_input',
    'This call makes or takes a secret, which is not kept to be told again.',
    {
      next: 'Send it without an Idempotency-Key.',
    },
  );
}

function checked(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new AppError('invalid_input', 'The Idempotency-Key is not 1 to 255 visible ASCII characters.', {
    next: 'Use a new UUID for each thing that you want done.',
  });
}

async function fingerprintOf(context: Context): Promise<string> {
  const { pathname, search } = new URL(context.req.url);
  const hash = createHash('sha256').update(`${pathname}${search}\n`);
  // As bytes: what is read as text once cannot be read as the bytes that it was.
  return hash.update(new Uint8Array(await context.req.arrayBuffer())).digest('hex');
}

async function kept(response: Response): Promise<string | null> {
  if (!response.ok) return null;
  const answer: Answer = {
    status: response.status,
    body: await response.clone().text(),
    etag: response.headers.get('etag'),
  };
  return JSON.stringify(answer);
}

function replay(context: Context, text: string): Response {
  const { status, body, etag } = JSON.parse(text) as Answer;
  context.header('idempotency-replayed', 'true');
  if (etag !== null) context.header('etag', etag);
  if (body === '') return context.newResponse(null, status as 204);
  return context.newResponse(body, status as 200, { 'content-type': 'application/json' });
}

function reused({ key }: RepeatableRequest): AppError {
  return new AppError(
    'idempotency_key_reused',
    `The Idempotency-Key “${key}” was used for another request within the last 24 hours.`,
    {
      next: 'Use a new key for a new request; send the old one unchanged to get its answer.',
      details: { key },
    },
  );
}

function interrupted({ key }: RepeatableRequest): AppError {
  return new AppError(
    'idempotency_in_progress',
    `The request with the Idempotency-Key “${key}” was begun, and nobody knows how it ended: the daemon stopped meanwhile, or another one has it.`,
    { next: 'Look whether it was done. To do it (again), use a new key.', details: { key } },
  );
}
