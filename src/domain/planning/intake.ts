// An intake: an address of a project to which an issue tracker sends its issues. An issue becomes a request when it has one of
// the labels, because a label is what a maintainer sets, and anybody can open an issue.
import type { IntakeId, ProjectId } from '../ids.ts';
import type { Issue, TrackerKind } from './issue.ts';

export const intakeMakes = ['plan', 'prompt'] as const;

export interface Intake {
  readonly id: IntakeId;
  readonly projectId: ProjectId;
  readonly kind: TrackerKind;
  /** What the tracker signs with, or sends. */
  readonly secret: string;
  /** At least one. */
  readonly labels: readonly string[];
  readonly makes: (typeof intakeMakes)[number];
  /** Whose rights its requests have. */
  readonly by: string;
  readonly createdAt: number;
}

/** Whether the issue has one of the labels; case does not matter. */
export function isWanted({ labels }: Pick<Intake, 'labels'>, issue: Pick<Issue, 'labels'>): boolean {
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  return issue.labels.some((label) => wanted.has(label.toLowerCase()));
}
