// Which paths a task may write, and whether two tasks could write the same one: decided exactly, with a path as the proof.
// A glob owns what it matches. A bare path is a file or a directory, so it owns itself and everything below it; `dir/`, `dir/*`
// and `dir/**` all mean the directory. `!glob` takes away from the whole list, wherever it stands.
import { accepts, relativePath } from './ownership/automaton.ts';
import { codesOf, fold, textOf } from './ownership/characters.ts';
import { meetingOf } from './ownership/meeting.ts';
import { parse } from './ownership/parse.ts';
import type { Parsed } from './ownership/parse.ts';

export interface Ownership extends Parsed {
  readonly globs: readonly string[];
  readonly foldCase: boolean;
}

export interface OwnershipOptions {
  /** For file systems where `README.md` and `readme.md` are one file. Compare only ownerships that agree on it. */
  readonly foldCase?: boolean;
  /** Knows the files of the repository. A bare path that is one owns nothing below it: `a.json` cannot hold somebody's `*.ts`. */
  readonly isFile?: (path: string) => boolean;
}

export interface Meeting {
  /** Both own it. */
  readonly path: string;
  /** The glob of each side that matches it. */
  readonly mine: string;
  readonly theirs: string;
}

/** An empty list declares no ownership: it owns nothing and meets nobody. Throws AppError invalid_input naming glob and rule. */
export function parseOwnership(globs: readonly string[], options: OwnershipOptions = {}): Ownership {
  const foldCase = options.foldCase ?? false;
  const isFile = options.isFile ?? (() => false);
  return { globs, foldCase, ...parse(globs, { foldCase, isFile }) };
}

/** A short path that both own, or null: no path can be owned by both. */
export function overlap(a: Ownership, b: Ownership): string | null {
  return meet(a, b)?.path ?? null;
}

/** The overlap with the globs that make it. */
export function meet(a: Ownership, b: Ownership): Meeting | null {
  const others = b.owned.map((pattern) => ({ ownership: b, pattern }));
  for (const pattern of a.owned) {
    const mine = { ownership: a, pattern };
    for (const theirs of others) {
      const meeting = meetingOf(mine, theirs);
      if (meeting !== null) return meeting;
    }
  }
  return null;
}

/** False for everything that is no relative path: empty, absolute, with empty, `.` or `..` segments. */
export function owns(ownership: Ownership, path: string): boolean {
  const normal = path.normalize('NFC');
  const codes = ownership.foldCase ? codesOf(normal).map(fold) : codesOf(normal);
  const text = ownership.foldCase ? textOf(codes) : normal;
  return (
    ownership.owned.some((pattern) => text.startsWith(pattern.prefix) && accepts(pattern.exact, codes)) &&
    [relativePath, ...ownership.bounds].every((bound) => accepts(bound, codes))
  );
}

/** The changed paths that a task had no right to. Who declared no ownership may write everywhere. */
export function notOwned(ownership: Ownership, paths: readonly string[]): readonly string[] {
  return ownership.globs.length === 0 ? [] : paths.filter((path) => !owns(ownership, path));
}
