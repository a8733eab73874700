// Proof that a check ran: what, on exactly which tree, with what outcome. The system writes it, never an agent.
import type { Oid } from './ids.ts';

/** A command that decides whether work is good. It runs with `sh -c` in the root of the tree. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly timeoutMs: number;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type CheckOutcome = 'passed' | 'failed' | 'timed_out' | 'not_started';

export interface Evidence {
  readonly name: string;
  readonly command: string;
  readonly outcome: CheckOutcome;
  /** Null when a signal ended it, or it never started. */
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** Read from the test runner's own summary; null when it printed none that we know. */
  readonly counts: TestCounts | null;
  /** The last lines of its output. */
  readonly tail: string;
  /** Names the full output, for `GET /api/v1/tasks/:task/checks/:log`. */
  readonly log: string;
  /** The task's own tree, or that tree merged into the branch. */
  readonly on: 'task' | 'merged';
  readonly tree: Oid;
  readonly base: Oid;
  readonly at: number;
}
