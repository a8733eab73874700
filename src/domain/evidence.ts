// Proof that a check ran: what, on exactly which tree, with what outcome. The system writes it, never an agent.
import type { Oid } from './ids.ts';

/** A command that decides whether work is good. It runs with `sh -c` in the root of the tree. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly timeoutMs: number;
  /** Checks of one group that stand next to each other run at the same time; without one it runs by itself. */
  readonly group?: string;
  /** Globs of the JUnit XML files that it writes, from the root of the tree. */
  readonly reports?: readonly string[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One test that failed, as its runner tells of it. */
export interface TestFailure {
  readonly name: string;
  /** What was wrong, in a line. */
  readonly message: string;
  /** The error with its stack, as far as it was printed. */
  readonly detail: string;
  /** Where, as the runner writes it (`src/sum.ts:12`); null when it does not say. */
  readonly file: string | null;
}

/** A program that a check's command names, and its own words for its version. */
export interface ToolVersion {
  readonly name: string;
  readonly version: string;
}

/** Why a check failed: `no_command` = the check itself is wrong, or what it needs is not installed. */
export const checkCauses = ['compile', 'test', 'file_not_found', 'no_command'] as const;
export type CheckCause = (typeof checkCauses)[number];

export type CheckOutcome = 'passed' | 'failed' | 'timed_out' | 'not_started';

/** One run of a command. */
export interface CheckRun {
  readonly outcome: CheckOutcome;
  /** Null when a signal ended it, or it never started. */
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** Read from the test runner's own report or summary; null when there is none that we know. */
  readonly counts: TestCounts | null;
  /** The first tests that failed. Missing: it was stored before they were read. */
  readonly failures?: readonly TestFailure[];
  /** Whose words counts and failures are: `JUnit XML`, `pytest`. Null = nobody's. */
  readonly countsFrom?: string | null;
  /** Null unless it failed. */
  readonly cause?: CheckCause | null;
  /** The lines of its output that show the cause, where no test does. */
  readonly signs?: readonly string[];
  /** The last lines of its output. */
  readonly tail: string;
  /** Names the full output, for `GET /api/v1/tasks/:task/checks/:log`. */
  readonly log: string;
  readonly at: number;
}

export interface Evidence extends CheckRun {
  readonly name: string;
  readonly command: string;
  /** The task's own tree, or that tree merged into the branch. */
  readonly on: 'task' | 'merged';
  readonly tree: Oid;
  readonly base: Oid;
  readonly tools?: readonly ToolVersion[];
  /** Runs before this one that failed; it was run again to see whether that was chance. */
  readonly earlier?: readonly CheckRun[];
  /** Files that it changed. They were put back: the verdict is about `tree`. */
  readonly rewrote?: readonly string[];
  /** In whole sentences: what a person should know of this run. */
  readonly notes?: readonly string[];
}

/** Whether it failed and then passed on the same tree. */
export function isFlaky(evidence: Pick<Evidence, 'outcome' | 'earlier'>): boolean {
  return evidence.outcome === 'passed' && (evidence.earlier?.length ?? 0) > 0;
}
