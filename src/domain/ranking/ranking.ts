// A judge’s order of the variants of a task: a proposal with its reasons, which nobody but a person acts upon.
import type { Usage } from '../attempt.ts';
import type { Oid, ProjectId, RankingId, TaskId } from '../ids.ts';
import { problemOf } from './citation.ts';
import type { Citation, VariantFacts } from './citation.ts';

/** `working`: a judge is at it. `ranked`: there is an order. `failed`: the judge, or its answer, was no good. */
export const rankingStates = ['working', 'ranked', 'failed'] as const;
export type RankingState = (typeof rankingStates)[number];

/** As the judge gave it: the best first. */
export interface Opinion {
  readonly summary: string;
  readonly order: readonly {
    /** Number of the task. */
    readonly variant: number;
    readonly reasons: readonly { readonly text: string; readonly citations: readonly Citation[] }[];
  }[];
}

export interface CheckedCitation {
  readonly citation: Citation;
  /** In a whole sentence why it proves nothing; null when it holds. */
  readonly problem: string | null;
}

export interface CheckedReason {
  readonly text: string;
  readonly citations: readonly CheckedCitation[];
  /** Whether it cites something and all of that holds. Whether it follows from there is for a person to say. */
  readonly isSupported: boolean;
}

export interface Place {
  readonly taskId: TaskId;
  /** The commit that was judged. */
  readonly head: Oid;
  readonly reasons: readonly CheckedReason[];
}

export interface Ranking {
  readonly id: RankingId;
  readonly projectId: ProjectId;
  /** The group of variants. */
  readonly group: TaskId;
  readonly state: RankingState;
  readonly agent: string;
  readonly model: string | null;
  readonly by: string;
  readonly summary: string | null;
  /** By their numbers. */
  readonly compared: readonly TaskId[];
  /** The best first. */
  readonly places: readonly Place[];
  /** Variants that had no finished work to be compared. */
  readonly leftOut: readonly TaskId[];
  /** Why there is no order. */
  readonly problems: readonly string[];
  /** The end of what the judge said, where that became nothing. */
  readonly said: string | null;
  /** How often the answer went back to it. */
  readonly repairs: number;
  /** Of all its turns; nothing while it is at work. */
  readonly usage: Usage;
  readonly createdAt: number;
  /** Null while the judge is at it. */
  readonly endedAt: number | null;
}

/** What is wrong with the order itself, in whole sentences: without a place for each variant it is none. */
export function orderProblems({ order }: Opinion, all: readonly VariantFacts[]): readonly string[] {
  const known = all.map(({ number }) => number);
  const given = order.map(({ variant }) => variant);
  return [
    ...known.filter((number) => !given.includes(number)).map((number) => `#${number} has no place.`),
    ...given.filter((number) => !known.includes(number)).map((number) => `There is no variant #${number}.`),
    ...given
      .filter((number, index) => given.indexOf(number) !== index)
      .map((number) => `#${number} has two places.`),
  ];
}

/** What is wrong with the reasons, in whole sentences. */
export function reasonProblems({ order }: Opinion, all: readonly VariantFacts[]): readonly string[] {
  return order.flatMap(({ variant, reasons }) =>
    reasons.length === 0
      ? [`There is no reason for the place of #${variant}.`]
      : reasons.flatMap((reason, index) =>
          problemsOf(reason, all).map((problem) => `Reason ${index + 1} of #${variant}: ${problem}`),
        ),
  );
}

function problemsOf(
  { citations }: Opinion['order'][number]['reasons'][number],
  all: readonly VariantFacts[],
): readonly string[] {
  if (citations.length === 0) return ['It cites no evidence.'];
  return citations.map((citation) => problemOf(citation, all)).filter((problem) => problem !== null);
}

/** The reasons with what we found of each citation. */
export function checked(
  reasons: Opinion['order'][number]['reasons'],
  all: readonly VariantFacts[],
): readonly CheckedReason[] {
  return reasons.map(({ text, citations }) => {
    const found = citations.map((citation) => ({ citation, problem: problemOf(citation, all) }));
    const isSupported = found.length > 0 && found.every(({ problem }) => problem === null);
    return { text, citations: found, isSupported };
  });
}
