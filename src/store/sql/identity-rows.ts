// Rows of people, tokens and the audit log to domain values and back.
import type { ProjectRole } from '../../domain/access.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { projectId, userId } from '../../domain/ids.ts';
import type { Token } from '../../domain/token.ts';
import type { User } from '../../domain/user.ts';
import type { Membership } from '../identity.ts';
import { decodeJson, encodeJson } from './rows.ts';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly state: string;
  readonly subject: string | null;
  readonly password: string | null;
  readonly created_at: number;
}

export interface MemberRow {
  readonly project_id: string;
  readonly user_id: string;
  readonly role: string;
}

export interface TokenRow {
  readonly id: string;
  readonly ordinal: number;
  readonly user_id: string;
  readonly kind: string;
  readonly name: string;
  readonly hash: string;
  /** JSON, a list. */
  readonly scopes: string;
  /** JSON: a list of ids, or null. */
  readonly projects: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

export interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string | null;
  readonly token_id: string | null;
  readonly action: string;
  readonly resource: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly ip: string;
}

export function encodeUser({ createdAt, ...same }: User): UserRow {
  return { ...same, created_at: createdAt };
}

export function decodeUser({ created_at: createdAt, ...row }: UserRow): User {
  return {
    ...row,
    id: userId(row.id),
    role: row.role as User['role'],
    state: row.state as User['state'],
    createdAt,
  };
}

export function decodeMember(row: MemberRow): Membership {
  return {
    userId: userId(row.user_id),
    projectId: projectId(row.project_id),
    role: row.role as ProjectRole,
  };
}

export function encodeToken(token: Token): Omit<TokenRow, 'ordinal'> {
  return {
    id: token.id,
    user_id: token.userId,
    kind: token.kind,
    name: token.name,
    hash: token.hash,
    scopes: encodeJson(token.scopes),
    projects: encodeJson(token.projects),
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    last_used_at: token.lastUsedAt,
    revoked_at: token.revokedAt,
  };
}

export function decodeToken(row: TokenRow): Token {
  return {
    id: row.id,
    userId: userId(row.user_id),
    kind: row.kind as Token['kind'],
    name: row.name,
    hash: row.hash,
    scopes: decodeJson(row.scopes) as Token['scopes'],
    projects: decodeJson(row.projects) as Token['projects'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

export function encodeAudit({ tokenId, ...same }: AuditEntry): AuditRow {
  return { ...same, token_id: tokenId };
}

export function decodeAudit({ token_id: tokenId, ...row }: AuditRow): AuditEntry {
  return { ...row, tokenId, outcome: row.outcome as AuditEntry['outcome'] };
}
