// In which order checks run: one after the other, and those of one group that stand next to each other at once.
import type { Check } from './evidence.ts';

/** What a glob of reports may be: below the root of the tree, where the check ran. */
export const reportGlob = /^(?![/~])(?!(?:.*\/)?\.\.(?:\/|$)).*\S.*$/;

export interface PlacedCheck {
  readonly check: Check;
  /** Its place in the whole list, from 0. */
  readonly index: number;
}

export function stepsOf(checks: readonly Check[]): readonly (readonly PlacedCheck[])[] {
  const steps: PlacedCheck[][] = [];
  for (const [index, check] of checks.entries()) {
    const last = steps.at(-1);
    const isTogether = check.group !== undefined && last?.[0]?.check.group === check.group;
    if (isTogether) last?.push({ check, index });
    else steps.push([{ check, index }]);
  }
  return steps;
}
