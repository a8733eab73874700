// The session of a browser in a cookie: only where Tasklane has a host of its own. On localhost there is none, because a
// browser sends it to every port there, also to a dev server that an agent wrote (web.md §6).
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { AppError } from '../domain/errors.ts';
import { isOnLoopback } from './guard.ts';
import type { Env } from './route.ts';

const name = 'tasklane_session';

/** Whether it was kept; false on localhost. */
export function keepSession(context: Context<Env>, token: string, expiresAt: number, now: number): boolean {
  if (isOnLoopback(context.req.header('host'))) return false;
  // `__Host-`: for this host alone, over TLS alone, on every path.
  setCookie(context, name, token, {
    prefix: 'host',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: Math.max(0, Math.floor((expiresAt - now) / 1000)),
  });
  return true;
}

export function dropSession(context: Context<Env>): void {
  if (sessionIn(context) === null) return;
  deleteCookie(context, name, { prefix: 'host', secure: true, path: '/' });
}

/** The token in the cookie. Throws `forbidden` for a request that another page may have caused. */
export function sessionOf(context: Context<Env>): string | null {
  const token = sessionIn(context);
  if (token !== null) refuseOtherPages(context);
  return token;
}

function sessionIn(context: Context<Env>): string | null {
  if (isOnLoopback(context.req.header('host'))) return null;
  return getCookie(context, name, 'host') ?? null;
}

// A foreign Origin was refused before (guard.ts). Here one must be there, or the browser must say that it is our own page.
function refuseOtherPages(context: Context<Env>): void {
  const site = context.req.header('sec-fetch-site');
  const isLook = ['GET', 'HEAD'].includes(context.req.method);
  const isOurs = context.req.header('origin') !== undefined || site === 'same-origin';
  const isFine = isLook ? site === undefined || site === 'same-origin' || site === 'none' : isOurs;
  if (isFine) return;
  throw new AppError('forbidden', 'This request did not come from a page of Tasklane.', {
    next: 'Send a token as `Authorization: Bearer …` instead of the cookie.',
  });
}
