// Who may talk to us. A server on localhost is reachable from every web page that the person opens, and by every dev
// server that an agent starts (web.md §6): so each request must name us as host, come from nowhere else, and carry the
// token from the home folder. There is no cookie.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../domain/errors.ts';

export interface GuardOptions {
  readonly token: string;
  /** Host names under which we may be addressed, without port. */
  readonly hosts: readonly string[];
}

export function guard(options: GuardOptions): MiddlewareHandler {
  const expected = digest(options.token);
  return async (c, next) => {
    refuseForeignHost(c.req.header('host'), options.hosts);
    refuseForeignOrigin(c.req.header('origin'), c.req.header('host'));
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(given), expected))
      throw new AppError('unauthorized', 'The token is missing or wrong.', {
        next: 'Use the token in the file `token` of the Tasklane home folder (Authorization: Bearer …).',
      });
    await next();
  };
}

// Without this a page whose DNS name points at 127.0.0.1 (rebinding) would pass the check of the origin.
function refuseForeignHost(host: string | undefined, allowed: readonly string[]): void {
  const name = (host ?? '').replace(/:\d+$/, '');
  if (allowed.includes(name)) return;
  throw new AppError('forbidden_host', `This server is not “${name}”.`, {
    next: `Address it as ${allowed.join(' or ')}.`,
  });
}

function refuseForeignOrigin(origin: string | undefined, host: string | undefined): void {
  if (origin === undefined || origin === `http://${host}`) return;
  throw new AppError('forbidden_host', `Requests from ${origin} are not allowed.`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
