// From the globs that a person wrote to patterns. What cannot be decided exactly and quickly is refused here, not later.
import { alternatives } from './alternatives.ts';
import { NoneOf } from './complement.ts';
import type { Automaton } from './automaton.ts';
import { readGlob } from './glob.ts';
import type { Pattern } from './pattern.ts';
import { refuse } from './refusal.ts';
import { toPattern } from './segments.ts';
import type { Reading } from './segments.ts';

const maxLength = 100_000;
/** Of one alternative. Longer than any path of a repository, and two of them compare in a fraction of a second. */
const maxPatternSize = 500;
/** Of all globs of a list: comparing two lists takes at most its square in steps. */
const maxListSize = 10_000;
/** Of the automaton of the exclusions. Twenty ordinary ones have some thousand. */
const maxMoves = 50_000;

export interface Parsed {
  readonly owned: readonly Pattern[];
  /** Accepts what is not excluded. Empty when nothing is. */
  readonly bounds: readonly Automaton[];
}

export function parse(globs: readonly string[], reading: Reading): Parsed {
  const owned: Pattern[] = [];
  const excluded: Pattern[] = [];
  let size = 0;
  for (const glob of globs) {
    const isExclusion = glob.startsWith('!') && !glob.startsWith('!(');
    const patterns = parseGlob(glob, isExclusion ? glob.slice(1) : glob, reading);
    size += patterns.reduce((sum, pattern) => sum + pattern.size, 0);
    if (size > maxListSize)
      refuse(glob, 'makes the list too large to compare', 'name directories instead of files');
    (isExclusion ? excluded : owned).push(...patterns);
  }
  const [first] = excluded;
  if (first === undefined) return { owned, bounds: [] };
  if (owned.length === 0)
    refuse(first.glob, 'excludes, but nothing is owned', 'add what it is taken from, such as **');
  return { owned, bounds: [boundOf(excluded, first.glob)] };
}

function parseGlob(glob: string, written: string, reading: Reading): readonly Pattern[] {
  if (glob.length > maxLength)
    refuse(glob, `has more than ${maxLength} characters`, 'name directories instead of files');
  const text = written.normalize('NFC').replace(/^(?:\.\/)+/, '');
  if (text === '') refuse(glob, 'is empty', 'write ** for the whole repository');
  if (/^\/|^[a-z]:[\\/]/i.test(text))
    refuse(glob, 'is an absolute path', 'write the path from the root of the repository');
  // Paths are compared in NFC, where such an accent would melt into whatever the special character stands for.
  if (/(?:^|[*?[\]{},!^-])\p{Mark}/u.test(text))
    refuse(glob, 'has an accent without its letter', 'write the whole letter, or a * for it');
  const patterns = alternatives(glob, readGlob(glob, text)).map((pieces) => toPattern(glob, pieces, reading));
  if (patterns.some((pattern) => pattern.size > maxPatternSize))
    refuse(glob, `is longer than ${maxPatternSize} characters`, 'name a directory above it');
  return patterns;
}

// Literal exclusions branch like the names in a tree: they cannot take more states than they have characters.
function boundOf(excluded: readonly Pattern[], glob: string): Automaton {
  const size = excluded.reduce((sum, pattern) => sum + pattern.size, 1);
  if (excluded.every((pattern) => pattern.isLiteral)) return new NoneOf(excluded, size);
  const count = new NoneOf(excluded, Infinity).count(maxMoves);
  if (count === null)
    return refuse(
      glob,
      'and the exclusions after it are too tangled to decide',
      'exclude directories instead',
    );
  return new NoneOf(excluded, count);
}
