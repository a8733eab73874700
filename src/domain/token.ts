// A token: what a program shows to act for a person. Its text is `<id>-<secret>`; only a hash of the secret is kept.
import type { Scope } from './access.ts';
import type { ProjectId, UserId } from './ids.ts';

export interface Token {
  /** Ten letters and digits; public, it names the token in lists and in the audit log. */
  readonly id: string;
  readonly userId: UserId;
  /** `session`: it came from a sign-in. */
  readonly kind: 'api' | 'session';
  readonly name: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** Null: all that its person can see. */
  readonly projects: readonly ProjectId[] | null;
  readonly createdAt: number;
  /** Null: it does not expire. */
  readonly expiresAt: number | null;
  /** To the minute; null = never. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export const tokenIdLength = 10;
export const tokenSecretLength = 22;

const pattern = /^([A-Za-z0-9]{10})-([A-Za-z0-9]{22})$/;

/** Null for what is no token of ours. */
export function parseToken(text: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = pattern.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

export function isExpired(token: Pick<Token, 'expiresAt'>, now: number): boolean {
  return token.expiresAt !== null && token.expiresAt <= now;
}
