// What a planner proposes: tasks with all that a person needs to decide about them. One task is a prompt that was made better,
// several are a goal that was split. Nothing in it says who may do what, with which limits: that is not a planner's to say.
import type { Category, Plan } from '../plan.ts';

export const sizes = ['small', 'medium', 'large'] as const;
export type Size = (typeof sizes)[number];

export const targetKinds = ['file', 'symbol', 'endpoint'] as const;

export interface Target {
  readonly kind: (typeof targetKinds)[number];
  /** A path from the root, a name in the code, or `GET /api/products`. */
  readonly name: string;
  /** Whether the task is to make it, so that it need not be there. */
  readonly isNew: boolean;
  /** Whether it was found in the commit that the planner looked at; null or missing = nobody could say. */
  readonly isThere?: boolean | null;
}

export interface Testing {
  readonly framework: string | null;
  readonly mocks: string | null;
  /** Of the functions that are changed, in per cent. */
  readonly coverage: number | null;
}

/** The three questions of a review, as the planner answers them; a person reads them beside what we found (review.ts). */
export interface ReviewWords {
  readonly files: string | null;
  readonly scope: string | null;
  readonly tests: string | null;
}

export interface ProposedTask {
  /** What the other tasks of the proposal call it; stays the same through revisions. */
  readonly key: string;
  readonly title: string;
  /** What the agent is told: the outcome, not the implementation. */
  readonly prompt: string;
  readonly plan: Plan;
  readonly category: Category | null;
  readonly size: Size;
  /** Globs of the paths that it may change. */
  readonly owns: readonly string[];
  /** Command lines that prove it; only those that the project has count. */
  readonly checks: readonly string[];
  readonly dependsOn: readonly { readonly key: string; readonly reason: string }[];
  readonly targets: readonly Target[];
  /** What the person forbade, in their words. */
  readonly prohibitions: readonly string[];
  readonly testing: Testing | null;
  /** Missing in what was kept before it was asked for. */
  readonly review?: ReviewWords | null;
}

/** What may be in a proposal, so that no answer of a model can flood a board or a screen. Characters, or entries. */
export const proposalBounds = {
  /** Of the whole answer. */
  answer: 512 * 1024,
  tasks: 30,
  key: 40,
  title: 120,
  prompt: 8000,
  line: 600,
  lines: 25,
  globs: 50,
} as const;
