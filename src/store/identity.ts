// People, what they belong to, their tokens, and the audit log: the part of the store that says who somebody is. The same
// contract as that of the rest (store.ts): each method one transaction, AppError for a caller's mistake.
import type { ProjectRole } from '../domain/access.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { ProjectId, UserId } from '../domain/ids.ts';
import type { Token } from '../domain/token.ts';
import type { User } from '../domain/user.ts';

export interface Users {
  /** Throws `already_exists` when the name or the subject is taken. */
  insert(user: User): Promise<void>;
  get(id: UserId): Promise<User | undefined>;
  /** By id or name. */
  find(ref: string): Promise<User | undefined>;
  bySubject(subject: string): Promise<User | undefined>;
  /** By name. */
  list(): Promise<readonly User[]>;
  /** Throws `not_found`. */
  update(
    id: UserId,
    patch: Pick<Partial<User>, 'email' | 'role' | 'state' | 'subject' | 'password'>,
  ): Promise<User>;
  /** Removes the person with their tokens and memberships; what they did stays. Throws `not_found`. */
  remove(id: UserId): Promise<void>;
}

export interface Membership {
  readonly userId: UserId;
  readonly projectId: ProjectId;
  readonly role: ProjectRole;
}

export interface Members {
  /** Adds the person to the project, or changes their role in it. */
  put(membership: Membership): Promise<void>;
  /** Whether they were one. */
  remove(projectId: ProjectId, userId: UserId): Promise<boolean>;
  ofProject(projectId: ProjectId): Promise<readonly Membership[]>;
  ofUser(userId: UserId): Promise<ReadonlyMap<ProjectId, ProjectRole>>;
}

/** All that a request needs to know of whoever shows a token, read at once. */
export interface Bearer {
  readonly token: Token;
  readonly user: User;
  readonly memberships: ReadonlyMap<ProjectId, ProjectRole>;
}

export interface Tokens {
  insert(token: Token): Promise<void>;
  get(id: string): Promise<Token | undefined>;
  /** Undefined for an unknown token; a revoked or expired one is returned, and is the caller's to refuse. */
  bearer(id: string): Promise<Bearer | undefined>;
  /** Newest first; of one person, or of all. */
  list(userId?: UserId): Promise<readonly Token[]>;
  /** Keeps the first time. Throws `not_found`. */
  revoke(id: string, at: number): Promise<Token>;
  /** Revokes all of a person's tokens of a kind, or of every kind. */
  revokeAll(userId: UserId, at: number, kind?: Token['kind']): Promise<void>;
  used(id: string, at: number): Promise<void>;
}

export interface AuditQuery {
  /** Only entries with a smaller id, for paging. */
  readonly before?: number;
  readonly actor?: string;
  readonly action?: string;
  readonly limit: number;
}

/** Append-only: nothing changes or removes an entry. */
export interface Audit {
  append(entry: Omit<AuditEntry, 'id'>): Promise<AuditEntry>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>;
}
