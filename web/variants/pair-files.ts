// The files that two variants changed, as one list: which they have in common, and what each did otherwise.
import type { DiffFile } from '../diff/files-of.ts';

/** `unread`: the patch is too long to be had, so nobody can say. */
export type Likeness = 'same' | 'different' | 'only_first' | 'only_second' | 'unread';

export interface PairFile {
  readonly path: string;
  readonly likeness: Likeness;
}

/** In the order of the files of a review; both lists are in it. */
export function pairFiles(first: readonly DiffFile[], second: readonly DiffFile[]): readonly PairFile[] {
  const others = new Map(second.map((file) => [file.path, file]));
  const paths = new Set(first.map(({ path }) => path));
  const merged: PairFile[] = [];
  let next = 0;
  for (const file of first) {
    const at = second.findIndex(({ path }) => path === file.path);
    if (at >= next) {
      merged.push(...onlySecond(second.slice(next, at), paths));
      next = at + 1;
    }
    merged.push({ path: file.path, likeness: likenessOf(file, others.get(file.path)) });
  }
  return [...merged, ...onlySecond(second.slice(next), paths)];
}

function onlySecond(files: readonly DiffFile[], paths: ReadonlySet<string>): readonly PairFile[] {
  return files
    .filter(({ path }) => !paths.has(path))
    .map(({ path }) => ({ path, likeness: 'only_second' as const }));
}

function likenessOf(first: DiffFile, second: DiffFile | undefined): Likeness {
  if (second === undefined) return 'only_first';
  if (first.patch === '' || second.patch === '') return 'unread';
  return outcomeOf(first.patch) === outcomeOf(second.patch) ? 'same' : 'different';
}

/** What the file is in the end. Variants may have begun from different versions of it, and still have made the same of it. */
function outcomeOf(patch: string): string {
  const [head = ''] = patch.split('\n@@', 1);
  const blob = /^index [0-9a-f]+\.\.([0-9a-f]+)/m.exec(head)?.[1];
  const mode = /^(?:new|deleted) (?:file )?mode (\d+)/m.exec(head)?.[0] ?? '';
  return blob === undefined ? patch : `${blob} ${mode}`;
}
