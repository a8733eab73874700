// Who makes the request: each carries a token, the one of the home or one of a person. There is no ambient cookie on
// localhost: every port there gets it, also a dev server that an agent started (web.md §6).
import type { Context, MiddlewareHandler } from 'hono';
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { Accounts } from '../engine/accounts/accounts.ts';
import { isSameSecret } from '../lib/secrets.ts';
import { isCoderPath } from './coder/coder-error.ts';
import { isLoopback } from './client-ip.ts';
import type { ClientIp } from './client-ip.ts';
import type { Limits } from './limits.ts';
import type { Env } from './route.ts';
import { sessionOf } from './session-cookie.ts';

export interface AuthenticateOptions {
  readonly accounts: Pick<Accounts, 'authenticate'>;
  /** The token of the home, and whose home it is. */
  readonly home: { readonly token: string; readonly actor: Actor };
  /** Calls that need nobody, such as signing in. */
  readonly isPublic: (method: string, path: string) => boolean;
  readonly limits: Pick<Limits, 'refuseGuesser' | 'wrongToken' | 'request'>;
  readonly ipOf: ClientIp;
}

export function authenticate(options: AuthenticateOptions): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (!options.isPublic(context.req.method, context.req.path))
      context.set('actor', await whoIs(options, context));
    await next();
  };
}

async function whoIs(options: AuthenticateOptions, context: Context<Env>): Promise<Actor> {
  const { home, limits } = options;
  const text = tokenIn(context);
  if (text === null)
    throw new AppError('unauthorized', 'The token is missing.', {
      next: 'Send it as `Authorization: Bearer …`: the one in the file `token` of the home folder, or one from `tasklane token create`.',
    });
  const ip = options.ipOf(context);
  // The token of the home is for the machine itself: who is elsewhere has a token of their own.
  if (isSameSecret(text, home.token) && isLoopback(ip)) return home.actor;
  limits.refuseGuesser(ip);
  const actor = await identify(options, text, ip);
  if (actor.tokenId !== null) limits.request(actor.tokenId);
  return actor;
}

async function identify({ accounts, limits }: AuthenticateOptions, text: string, ip: string): Promise<Actor> {
  try {
    return await accounts.authenticate(text);
  } catch (error) {
    if (error instanceof AppError && error.details['reason'] === 'wrong') limits.wrongToken(ip);
    throw error;
  }
}

function tokenIn(context: Context<Env>): string | null {
  const bearer = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const header = bearer ?? context.req.header('coder-session-token');
  if (header !== undefined) return header;
  // Only where Coder's clients do it: an address with a token in it ends up in logs.
  const query = isCoderPath(context.req.path) ? context.req.query('coder_session_token') : undefined;
  return query ?? sessionOf(context);
}
