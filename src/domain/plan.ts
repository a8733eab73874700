// What a reviewer reads before a task is accepted.

export interface Plan {
  readonly steps: readonly string[];
  /** What must be true for the task to count as done, in words a reviewer can check. */
  readonly doneWhen: readonly string[];
  readonly risks: readonly string[];
  readonly outOfScope: readonly string[];
}

export const categories = [
  'refactoring',
  'bug_fix',
  'feature',
  'tests',
  'documentation',
  'dependencies',
  'performance',
] as const;
export type Category = (typeof categories)[number];
