// Signing in and out. These calls need nobody; each attempt is limited, and kept in the audit log.
import type { SessionJson } from '../api/account-schemas.ts';
import { contract } from '../api/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { Session } from '../engine/accounts/login.ts';
import type { Engine } from '../engine/engine.ts';
import type { ClientIp } from './client-ip.ts';
import type { Limits } from './limits.ts';
import type { OidcSettings } from './oidc.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { userJson } from './present-account.ts';
import { time } from './present.ts';
import { publicRoute, route } from './route.ts';
import type { App, Call, PublicCall } from './route.ts';
import { dropSession, keepSession } from './session-cookie.ts';

export interface LoginOptions {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly ipOf: ClientIp;
  readonly now: () => number;
  /** Asked for each sign-in, so that a changed file counts at once. */
  readonly sessionMs: () => Promise<number>;
  readonly oidc: () => Promise<OidcSettings | null>;
  readonly publicUrl: string | null;
}

export function loginRoutes(app: App, options: LoginOptions): void {
  const { engine, limits, ipOf, sessionMs } = options;
  const { accounts } = engine;
  publicRoute(app, contract.loginMethods, async () => ({
    password: true,
    oidc: (await options.oidc()) !== null,
  }));
  publicRoute(app, contract.loginWithPassword, async ({ body, context }) => {
    const wasRight = limits.attempt(ipOf(context));
    context.set('action', 'login.password');
    context.set('claimedName', body.name);
    const { name, password } = body;
    const session = await accounts.loginWithPassword({ name, password, lifetimeMs: await sessionMs() });
    wasRight();
    return answer(options, context, session, body.cookie === true);
  });
  publicRoute(app, contract.loginWithCode, async ({ body, context }) => {
    const wasRight = limits.attempt(ipOf(context));
    context.set('action', 'login.code');
    const session = await accounts.codes.redeem(body.code, await sessionMs());
    context.set('claimedName', session.user.name);
    wasRight();
    return answer(options, context, session, body.cookie === true);
  });
  route(app, engine, contract.createLoginLink, async ({ actor, context }) => {
    // A session outlives the token that it came from, so it does not come from one.
    if (actor.via === 'api')
      throw new AppError('forbidden', 'An API token cannot open a browser session.', {
        next: 'Sign in on the page itself.',
      });
    const { code, until } = accounts.codes.create(actor);
    return { url: `${originOf(options, context)}/#code=${code}`, expires_at: time(until) };
  });
  route(app, engine, contract.logout, async (call) => logout(engine, call));
  oidcRoutes(app, { ...options, originOf: (context) => originOf(options, context) });
}

async function logout(engine: Engine, { actor, context }: Call<unknown, unknown>): Promise<undefined> {
  const token = actor.tokenId === null ? undefined : await engine.accounts.token(actor.tokenId);
  // A token that somebody made is for programs, which may still use it.
  if (token?.kind === 'session') await engine.accounts.revokeToken(token);
  dropSession(context);
}

function answer(
  { now }: LoginOptions,
  context: PublicCall<unknown, unknown>['context'],
  { user, token, text }: Session,
  wantsCookie: boolean,
): SessionJson {
  const expiresAt = token.expiresAt ?? now();
  const isKept = wantsCookie && keepSession(context, text, expiresAt, now());
  return { token: isKept ? null : text, user: userJson(user), expires_at: time(expiresAt) };
}

function originOf({ publicUrl }: LoginOptions, context: PublicCall<unknown, unknown>['context']): string {
  const host = context.req.header('host') ?? '';
  return publicUrl === null ? `http://${host}` : new URL(publicUrl).origin;
}
