// People and tokens as the contract shows them: never a hash.
import type { TokenJson, UserJson } from '../api/account-schemas.ts';
import type { Token } from '../domain/token.ts';
import { isHomeOwner } from '../domain/user.ts';
import type { User } from '../domain/user.ts';
import { time } from './present.ts';

export function userJson(user: User): UserJson {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    state: user.state,
    is_home_owner: isHomeOwner(user),
    has_password: user.password !== null,
    created_at: time(user.createdAt),
  };
}

export function tokenJson(token: Token, user: Pick<User, 'name'>): TokenJson {
  return {
    id: token.id,
    user: user.name,
    kind: token.kind,
    name: token.name,
    scopes: [...token.scopes],
    projects: token.projects === null ? null : [...token.projects],
    created_at: time(token.createdAt),
    expires_at: optionalTime(token.expiresAt),
    last_used_at: optionalTime(token.lastUsedAt),
    revoked_at: optionalTime(token.revokedAt),
  };
}

function optionalTime(at: number | null): string | null {
  return at === null ? null : time(at);
}
