// Why a task stopped, in the one vocabulary of spec/lifecycle.md, always with the next step to try.

export const failureKinds = [
  'compile',
  'test',
  'file_not_found',
  'push_rejected',
  'conflict',
  'max_turns',
  'timeout',
  'budget',
  'setup',
  'credentials',
  'network',
  'ownership_violation',
  'agent_crash',
  'worker_lost',
  'other',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
  readonly kind: FailureKind;
  /** One sentence with the values in it. */
  readonly message: string;
  /** The full error, stack or output, as far as we have it. */
  readonly detail: string;
  /** What a person can try next, as one imperative sentence. */
  readonly next: string;
  /** Of a failed check: names its full output, for `GET /api/v1/tasks/:task/checks/:log`. */
  readonly log?: string;
}
