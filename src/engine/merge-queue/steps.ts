// How far each entry of the merge queue is, for people who look at it.
import type { BuiltLink } from './chain.ts';

/** `resolving`: an agent brings it together with the branch. `waits`: for a free test. `testing`: a test of a tree that holds it runs. `behind`: it conflicts with one ahead of it. */
export const mergeSteps = ['waits', 'testing', 'behind', 'resolving'] as const;
export type MergeStep = (typeof mergeSteps)[number];

export function stepsOf(
  links: readonly BuiltLink[],
  running: ReadonlySet<string>,
  resolving: ReadonlySet<string>,
): ReadonlyMap<string, MergeStep> {
  const last = links.findLastIndex((link) => link.key !== null && running.has(link.key));
  return new Map(
    links.map((link, index) => [link.id, resolving.has(link.id) ? 'resolving' : stepOf(link, index <= last)]),
  );
}

function stepOf({ merge }: BuiltLink, isCovered: boolean): MergeStep {
  if (merge === 'behind') return 'behind';
  return isCovered && merge === 'clean' ? 'testing' : 'waits';
}
