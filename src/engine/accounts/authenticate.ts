// From the text of a token to who shows it. Unknown, wrong, revoked and expired are told apart only to somebody who has the
// right secret.
import { withContained } from '../../domain/access.ts';
import type { Actor } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import { isExpired, parseToken } from '../../domain/token.ts';
import type { Token } from '../../domain/token.ts';
import type { User } from '../../domain/user.ts';
import { hashOf, isSameSecret } from '../../lib/secrets.ts';
import type { Bearer } from '../../store/identity.ts';
import type { AccountDeps } from './deps.ts';

/** How exact `last used` is: a write for every request would make each of them wait for the disk. */
const usedEveryMs = 60_000;

/** Throws `unauthorized` or `suspended`. */
export async function authenticate(deps: AccountDeps, text: string): Promise<Actor> {
  const parsed = parseToken(text);
  if (parsed === null) throw unauthorized('The token is missing or wrong.', 'wrong');
  const bearer = await deps.store.tokens.bearer(parsed.id);
  // Compared also when there is nothing to compare with, so that an unknown id takes as long as a wrong secret.
  const isRight = isSameSecret(hashOf(parsed.secret), bearer?.token.hash ?? '');
  if (bearer === undefined || !isRight) throw unauthorized('The token is missing or wrong.', 'wrong');
  const now = deps.now();
  refuseEnded(bearer.token, now);
  refuseSuspended(bearer.user);
  const { lastUsedAt } = bearer.token;
  if (lastUsedAt === null || now - lastUsedAt >= usedEveryMs) await deps.store.tokens.used(parsed.id, now);
  return actorOf(bearer);
}

function actorOf({ token, user, memberships }: Bearer): Actor {
  return {
    userId: user.id,
    username: user.name,
    role: user.role,
    memberships,
    scopes: withContained(token.scopes),
    projects: token.projects,
    tokenId: token.id,
    via: token.kind,
    expiresAt: token.expiresAt,
  };
}

function refuseEnded(token: Token, now: number): void {
  const what = token.kind === 'session' ? 'session' : 'token';
  if (token.revokedAt !== null) throw unauthorized(`This ${what} was revoked.`, 'revoked');
  if (isExpired(token, now)) throw unauthorized(`This ${what} has expired.`, 'expired');
}

export function refuseSuspended(user: Pick<User, 'name' | 'state'>): void {
  if (user.state === 'active') return;
  throw new AppError('suspended', `User ${user.name} is suspended.`, {
    next: 'Ask an admin to let you in again (`tasklane user resume`).',
    details: { user: user.name },
  });
}

function unauthorized(message: string, reason: 'wrong' | 'revoked' | 'expired'): AppError {
  return new AppError('unauthorized', message, {
    next: 'Sign in with `tasklane login URL`; on the machine itself, use the token in the file `token` of the home folder.',
    details: { reason },
  });
}
