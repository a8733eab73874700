// What a task's work amounts to: the commits on its branch, the files they change, and the evidence.
import type { Evidence } from './evidence.ts';
import type { Oid } from './ids.ts';

export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'type_changed';
  /** Where a renamed file was before. */
  readonly from: string | null;
  /** Null for binary files. */
  readonly additions: number | null;
  readonly deletions: number | null;
}

export interface Commit {
  readonly oid: Oid;
  readonly message: string;
  readonly author: string;
  readonly at: number;
}

export interface Result {
  /** The agent's last message: its own account of what it did. */
  readonly summary: string;
  readonly base: Oid;
  readonly head: Oid;
  readonly tree: Oid;
  readonly files: readonly ChangedFile[];
  readonly commits: readonly Commit[];
  readonly checks: readonly Evidence[];
}
