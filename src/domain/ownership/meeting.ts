// Whether two patterns can match the same path, and one that shows it.
import type { Meeting, Ownership } from '../ownership.ts';
import { relativePath } from './automaton.ts';
import { commonText } from './intersection.ts';
import type { Pattern } from './pattern.ts';

/** A pattern, and the ownership whose exclusions bound it. */
export interface Side {
  readonly ownership: Ownership;
  readonly pattern: Pattern;
}

/** A short path that both own through these patterns, and their globs; or null: there is none. */
export function meetingOf(mine: Side, theirs: Side): Meeting | null {
  const left = mine.pattern;
  const right = theirs.pattern;
  if (!mayMeet(left, right)) return null;
  const { foldCase } = mine.ownership;
  if (foldCase !== theirs.ownership.foldCase)
    throw new Error('two ownerships that differ in folding case cannot be compared');
  const bounds = [relativePath, ...mine.ownership.bounds, ...theirs.ownership.bounds];
  const shared = left.prefix.length < right.prefix.length ? left.prefix : right.prefix;
  const path = commonText([left.exact, right.exact, ...bounds], shared, foldCase);
  if (path === null) return null;
  const vivid = commonText([left.compiled('vivid'), right.compiled('vivid'), ...bounds], shared, foldCase);
  return { path: vivid ?? path, mine: left.glob, theirs: right.glob };
}

/** False for nearly all pairs of a real board, at the price of comparing two texts. */
function mayMeet(left: Pattern, right: Pattern): boolean {
  return left.prefix.length < right.prefix.length
    ? right.prefix.startsWith(left.prefix)
    : left.prefix.startsWith(right.prefix);
}
