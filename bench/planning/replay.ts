// One recorded conversation with a planner, through the same reading and judging as a real one, with as many repairs.
import { judge } from '../../src/domain/planning/judge.ts';
import { readProposal } from '../../src/planning/proposal/read-proposal.ts';
import type { Case } from './corpus.ts';

export interface Replayed {
  readonly end: 'valid' | 'repaired' | 'refused';
  /** Why it was refused in the end. */
  readonly problems: readonly string[];
  /** Of all answers together, in milliseconds. */
  readonly ms: number;
}

/** As in src/engine/planning/propose.ts. */
const mostRepairs = 2;

export function replay({ kind, request, answers }: Case): Replayed {
  const from = performance.now();
  const options = { request, count: kind === 'prompt' ? 1 : null };
  for (let repairs = 0; ; repairs += 1) {
    const read = readProposal(answers[Math.min(repairs, answers.length - 1)] ?? '');
    const { problems, overlaps } =
      read.kind === 'wrong' ? { problems: read.problems, overlaps: [] } : judge(read.tasks, options);
    const isLast = repairs === mostRepairs;
    const ms = (): number => performance.now() - from;
    if (problems.length === 0 && (overlaps.length === 0 || isLast))
      return { end: repairs === 0 ? 'valid' : 'repaired', problems, ms: ms() };
    if (isLast) return { end: 'refused', problems, ms: ms() };
  }
}
