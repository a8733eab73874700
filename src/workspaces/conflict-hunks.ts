// The lines that two sides both changed, out of a file with conflict markers. The markers of a merge in memory carry the
// ids of both commits, so that lines which only look like markers are what they are: content.
import type { ConflictHunk } from '../domain/conflict.ts';
import type { Oid } from '../domain/ids.ts';

export interface Sides {
  readonly ours: Oid;
  readonly theirs: Oid;
}

/** In the order of the file; the base is there where git was told the style `zdiff3` or `diff3`. */
export function hunksIn(text: string, { ours, theirs }: Sides): readonly ConflictHunk[] {
  const hunks: ConflictHunk[] = [];
  let line = 0;
  let open: { line: number; ours: string[]; base: string[]; theirs: string[] } | null = null;
  let side: 'ours' | 'base' | 'theirs' = 'ours';
  for (const each of text.split('\n')) {
    if (open === null) {
      if (each.startsWith(`<<<<<<< ${ours}`)) {
        open = { line: line + 1, ours: [], base: [], theirs: [] };
        side = 'ours';
      } else line += 1;
    } else if (each.startsWith(`>>>>>>> ${theirs}`)) {
      hunks.push(open);
      open = null;
    } else if (side === 'ours' && each.startsWith('||||||| ')) side = 'base';
    else if (side !== 'theirs' && each === '=======') side = 'theirs';
    else {
      open[side].push(each);
      if (side === 'ours') line += 1;
    }
  }
  return hunks;
}
