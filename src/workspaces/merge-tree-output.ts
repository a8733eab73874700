// Reads what `git merge-tree --write-tree --stdin -z` prints (git-merge-tree(1), “OUTPUT”): for each merge its status
// (1 = clean, 0 = conflict: the other way round than its exit code), the tree, and for a conflict the stages of each
// file and why it conflicts, each section ended by an empty entry.
import type { ConflictFile, ConflictKind } from '../domain/conflict.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid } from './git.ts';

export type MergeForecast =
  | { readonly kind: 'clean'; readonly tree: Oid }
  /** In the files of the tree, conflicting lines stand between markers. */
  | {
      readonly kind: 'conflict';
      readonly tree: Oid;
      readonly files: readonly ConflictFile[];
      /** What each side has of the files, by path; none of one that is only named in a conflict. */
      readonly stages: ReadonlyMap<string, Stages>;
    };

/** A version of a file in a merge. */
export interface Stage {
  readonly mode: string;
  readonly blob: Oid;
}
/** By git's numbers: 1 = before, 2 = ours, 3 = theirs. */
export type Stages = ReadonlyMap<string, Stage>;

/** One for each merge that was asked for, in that order. Throws an Error for what is not such output. */
export function parseForecasts(entries: readonly string[]): readonly MergeForecast[] {
  const rest = entries.values();
  const forecasts: MergeForecast[] = [];
  for (const status of rest) {
    const tree = asOid(next(rest));
    if (status === '1') {
      // Nothing is said of a clean merge.
      if (next(rest) !== '') throw new Error('git merge-tree said more of a clean merge than is known');
      forecasts.push({ kind: 'clean', tree });
    } else if (status === '0') forecasts.push({ kind: 'conflict', tree, ...readConflict(rest) });
    else throw new Error(`git merge-tree printed the status “${status}”`);
  }
  return forecasts;
}

type Conflict = Omit<Extract<MergeForecast, { kind: 'conflict' }>, 'kind' | 'tree'>;

function readConflict(rest: Iterator<string>): Conflict {
  const stages = new Map<string, Map<string, Stage>>();
  for (let entry = next(rest); entry !== ''; entry = next(rest)) {
    const match = /^([0-7]+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(entry);
    if (match === null) throw new Error(`git merge-tree printed a stage that is not known: ${entry}`);
    const [, mode = '', blob = '', stage = '', path = ''] = match;
    stages.set(path, (stages.get(path) ?? new Map<string, Stage>()).set(stage, { mode, blob: asOid(blob) }));
  }
  const reasons = new Map<string, string[]>();
  // Git prints its advice about submodules right before the end of the section, so the end is whatever is no number.
  for (let count = next(rest); /^\d+$/.test(count); count = next(rest)) {
    const paths = Array.from({ length: Number(count) }, () => next(rest));
    const type = next(rest);
    next(rest); // the same in a sentence, with object ids for names
    if (type.startsWith('CONFLICT'))
      for (const path of paths) reasons.set(path, [...(reasons.get(path) ?? []), type]);
  }
  const paths = [...new Set([...stages.keys(), ...reasons.keys()])].sort();
  return {
    files: paths.map((path) => ({ path, kind: kindOf(reasons.get(path) ?? [], stages.get(path)) })),
    stages,
  };
}

/** Conflicts in which no path but the file's own has a part. */
const alone = /CONFLICT \((contents|content|add\/add|binary|modify\/delete)\)/;

// The short forms are promised to stay (git-merge-tree(1), “<Stable Short Type Description>”); new ones may come.
const kinds: readonly (readonly [words: RegExp, kind: ConflictKind])[] = [
  [/submodule/, 'submodule'],
  [/rename/, 'renamed'],
  [/modify\/delete/, 'deleted'],
  [/file\/directory/, 'folder'],
  [/binary/, 'binary'],
  [/distinct/, 'type'],
  [/contents|content|add\/add/, 'content'],
];

// Of several reasons, one that other paths have a part in says more.
function kindOf(types: readonly string[], stages: Stages | undefined): ConflictKind {
  const type = types.find((each) => !alone.test(each)) ?? types[0];
  const found = kinds.find(([words]) => words.test(type ?? ''))?.[1] ?? 'other';
  // A file that both added has no first stage: there was none before.
  const isNew = stages !== undefined && !stages.has('1') && stages.size === 2;
  return found === 'content' && isNew ? 'both_added' : found;
}

function next(rest: Iterator<string>): string {
  const entry = rest.next();
  if (entry.done === true) throw new Error('git merge-tree ended in the middle of a record');
  return entry.value;
}
