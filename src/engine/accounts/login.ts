// Signing in: with a password, or with a code that somebody who is signed in was given. Both give a session.
import type { Actor, Scope } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectId, UserId } from '../../domain/ids.ts';
import type { User } from '../../domain/user.ts';
import { isPassword } from '../../lib/password.ts';
import { hashOf, randomText } from '../../lib/secrets.ts';
import { refuseSuspended } from './authenticate.ts';
import type { AccountDeps } from './deps.ts';
import { issue } from './tokens.ts';
import type { Issued } from './tokens.ts';

export interface Session extends Issued {
  readonly user: User;
}

/** What a session may: all that its person may. */
const everything: readonly Scope[] = ['admin'];

/** Throws `unauthorized` for an unknown name and for a wrong password alike, `suspended` only behind the right one. */
export async function loginWithPassword(
  deps: AccountDeps,
  given: { readonly name: string; readonly password: string; readonly lifetimeMs: number },
): Promise<Session> {
  const user = await deps.store.users.find(given.name);
  const isRight = await isPassword(given.password, user?.password ?? null);
  if (user === undefined || !isRight)
    throw new AppError('unauthorized', 'The name or the password is wrong.', {
      next: 'Try again; an admin can set a new password with `tasklane user password NAME`.',
    });
  refuseSuspended(user);
  const wanted = { name: 'password', scopes: everything, projects: null, lifetimeMs: given.lifetimeMs };
  return { user, ...(await issue(deps, user, 'session', wanted)) };
}

interface Pending {
  readonly userId: UserId;
  readonly scopes: readonly Scope[];
  readonly projects: readonly ProjectId[] | null;
  readonly until: number;
}

const codeLength = 32;
const codeLifetimeMs = 60_000;
/** Whoever asks for so many at once is not a person. */
const maxPending = 1000;

/** Codes that can be used once, within a minute. Only in memory: one that a restart forgets is asked for again. */
export class LoginCodes {
  readonly #deps: AccountDeps;
  readonly #pending = new Map<string, Pending>();

  constructor(deps: AccountDeps) {
    this.#deps = deps;
  }

  /** The session will be able to do what the actor can, and no more. */
  create(actor: Pick<Actor, 'userId' | 'scopes' | 'projects'>): {
    readonly code: string;
    readonly until: number;
  } {
    const now = this.#deps.now();
    for (const [key, one] of this.#pending) if (one.until <= now) this.#pending.delete(key);
    if (this.#pending.size >= maxPending)
      throw new AppError('rate_limited', 'Too many sign-in codes wait to be used.', {
        next: 'Try again in a minute.',
        details: { retry_after_ms: codeLifetimeMs },
      });
    const code = randomText(codeLength);
    const until = now + codeLifetimeMs;
    const { userId, scopes, projects } = actor;
    this.#pending.set(hashOf(code), { userId, scopes, projects, until });
    return { code, until };
  }

  /** For somebody who proved elsewhere who they are. */
  createFor(user: Pick<User, 'id'>): string {
    return this.create({ userId: user.id, scopes: everything, projects: null }).code;
  }

  /** Throws `unauthorized` for a code that is unknown, was used, or is older than a minute. */
  async redeem(code: string, lifetimeMs: number): Promise<Session> {
    const key = hashOf(code);
    const pending = this.#pending.get(key);
    // Whatever comes of it, it was used.
    this.#pending.delete(key);
    const user = pending === undefined ? undefined : await this.#deps.store.users.get(pending.userId);
    if (pending === undefined || user === undefined || pending.until <= this.#deps.now())
      throw new AppError('unauthorized', 'This sign-in link was used already, or is older than a minute.', {
        next: 'Get another with `tasklane open`.',
      });
    refuseSuspended(user);
    const { scopes, projects } = pending;
    const wanted = { name: 'browser', scopes, projects, lifetimeMs };
    return { user, ...(await issue(this.#deps, user, 'session', wanted)) };
  }
}
