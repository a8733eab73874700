// One line of the audit log: who did, or tried to do, what. Only ever appended; it outlives the people and things it names.

export interface AuditEntry {
  /** Rises in commit order. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The name of the person at that time; null when nobody was signed in. */
  readonly actor: string | null;
  /** Null: the token of the home, or none. */
  readonly tokenId: string | null;
  /** An action of domain/access.ts, or how somebody tried to sign in. */
  readonly action: string;
  /** What it was done to: `task 6f1c…`, `user ada`. */
  readonly resource: string;
  /** `refused`: it was not allowed, or could not be; `failed`: we broke. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** The error code of what was not done. */
  readonly error: string | null;
  readonly ip: string;
}
