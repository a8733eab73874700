// The two steps of a sign-in with an OpenID provider. A cookie that lives for minutes and is no credential ties the second to
// the browser of the first: else somebody could be led into a session that is not theirs.
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { endpoints } from '../api/endpoints.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { isSameSecret } from '../lib/secrets.ts';
import type { ClientIp } from './client-ip.ts';
import { isOnLoopback } from './guard.ts';
import type { Limits } from './limits.ts';
import { beginOidc, finishOidc } from './oidc.ts';
import type { OidcPending, OidcSettings } from './oidc.ts';
import type { App, Env } from './route.ts';

export interface OidcOptions {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly ipOf: ClientIp;
  readonly now: () => number;
  readonly oidc: () => Promise<OidcSettings | null>;
  /** Where the browser sees us. */
  readonly originOf: (context: Context<Env>) => string;
}

const cookie = 'tasklane_oidc';
const patienceMs = 10 * 60_000;
const maxPending = 1000;

export function oidcRoutes(app: App, options: OidcOptions): void {
  const { now } = options;
  const waiting = new Map<string, { readonly pending: OidcPending; readonly until: number }>();

  app.get(endpoints.loginWithOidc.path, async (context) => {
    const settings = await configured(options);
    const { url, pending } = await beginOidc(
      settings,
      `${options.originOf(context)}${endpoints.oidcCallback.path}`,
    );
    for (const [state, { until }] of waiting) if (until <= now()) waiting.delete(state);
    const oldest = waiting.keys().next();
    // Whoever begins thousands ends nobody's but the oldest.
    if (waiting.size >= maxPending && oldest.done !== true) waiting.delete(oldest.value);
    waiting.set(pending.state, { pending, until: now() + patienceMs });
    setCookie(context, cookie, pending.state, {
      httpOnly: true,
      sameSite: 'Lax', // the way back begins at the provider
      secure: !isOnLoopback(context.req.header('host')),
      path: endpoints.loginWithOidc.path,
      maxAge: patienceMs / 1000,
    });
    return context.redirect(url, 302);
  });

  app.get(endpoints.oidcCallback.path, async (context) => {
    const wasRight = options.limits.attempt(options.ipOf(context));
    context.set('action', 'login.oidc');
    const settings = await configured(options);
    const state = context.req.query('state') ?? '';
    const begun = waiting.get(state);
    waiting.delete(state);
    const isSameBrowser = isSameSecret(getCookie(context, cookie) ?? '', state);
    if (begun === undefined || begun.until <= now() || !isSameBrowser)
      throw new AppError('unauthorized', 'This sign-in was not begun in this browser, or took too long.', {
        next: `Begin again at ${endpoints.loginWithOidc.path}.`,
      });
    deleteCookie(context, cookie, { path: endpoints.loginWithOidc.path });
    const person = await finishOidc(settings, begun.pending, new URL(context.req.url).search);
    context.set('claimedName', person.email ?? person.wantedName);
    const user = await options.engine.accounts.outsideUser(person, settings);
    context.set('claimedName', user.name);
    wasRight();
    // From here on as with any sign-in link: the page exchanges the code for its session.
    return context.redirect(`/#code=${options.engine.accounts.codes.createFor(user)}`, 302);
  });
}

async function configured({ oidc }: OidcOptions): Promise<OidcSettings> {
  const settings = await oidc();
  if (settings !== null) return settings;
  throw new AppError('not_found', 'No identity provider is configured.', {
    next: 'An admin sets one up with the setting `oidc`; or sign in with a password.',
  });
}
