// Whether two patterns can match the same path, and one that shows it.
import type { Meeting, Ownership } from '../ownership.ts';
import { relativePath } from './automaton.ts';
import type { Automaton } from './automaton.ts';
import { commonText } from './intersection.ts';
import type { Pattern } from './pattern.ts';

/** A pattern, and the ownership whose exclusions bound it. */
export interface Side {
  readonly ownership: Ownership;
  readonly pattern: Pattern;
}

/** A short path that both own through these patterns, or null: there is none. */
export function meetingOf(mine: Side, theirs: Side): Meeting | null {
  const [left, right] = [mine.pattern, theirs.pattern];
  // Nearly all pairs of a real board end here.
  if (!left.prefix.startsWith(right.prefix) && !right.prefix.startsWith(left.prefix)) return null;
  if (mine.ownership.foldCase !== theirs.ownership.foldCase)
    throw new Error('two ownerships that differ in folding case cannot be compared');
  const within = (a: Automaton, b: Automaton): string | null =>
    commonText(
      [a, b, relativePath, ...mine.ownership.bounds, ...theirs.ownership.bounds],
      mine.ownership.foldCase,
    );
  const path = within(left.exact, right.exact);
  if (path === null) return null;
  const vivid = within(left.compiled('vivid'), right.compiled('vivid'));
  return { path: vivid ?? path, mine: left.glob, theirs: right.glob };
}
