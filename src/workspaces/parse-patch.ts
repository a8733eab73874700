// Reads what `git diff-tree -z --raw -p` prints: records of the files, an empty one, and a patch with a section for each of
// them in the same order. So no name has to be read from a patch, where git quotes it. Format: git-diff-tree(1).
import type { DiffLine, Hunk } from '../domain/file-diff.ts';

/** The hunks of each file by its (new) path. A patch that was cut lacks the files behind the cut, and the one in it. */
export function parsePatch(output: Buffer, isCut: boolean): ReadonlyMap<string, readonly Hunk[]> {
  const { records, rest } = readRecords(output);
  const sections = sectionsOf(output.subarray(rest).toString('utf8'));
  if (isCut) sections.pop();
  const hunks = new Map<string, readonly Hunk[]>();
  const left = sections.values();
  for (const { path, isTypeChange } of records) {
    // A file that becomes a link is a deletion and a creation to a patch.
    const own = [left.next(), ...(isTypeChange ? [left.next()] : [])];
    if (own.some((section) => section.done === true)) break;
    hunks.set(
      path,
      own.flatMap(({ value }) => hunksOf(value ?? [])),
    );
  }
  return hunks;
}

interface PatchRecord {
  readonly path: string;
  readonly isTypeChange: boolean;
}

function readRecords(output: Buffer): { readonly records: readonly PatchRecord[]; readonly rest: number } {
  const records: PatchRecord[] = [];
  let at = 0;
  const next = (): string => {
    const end = output.indexOf(0, at);
    if (end === -1) throw new Error('git diff-tree ended in the middle of a record');
    const entry = output.toString('utf8', at, end);
    at = end + 1;
    return entry;
  };
  while (output[at] === 58 /* : */) {
    const status = next().split(' ')[4] ?? '';
    const first = next();
    const path = status.startsWith('R') ? next() : first;
    records.push({ path, isTypeChange: status === 'T' });
  }
  return { records, rest: at };
}

/** The lines of each file's part. A line of a file's content always has a sign before it. */
function sectionsOf(patch: string): string[][] {
  const sections: string[][] = [];
  for (const line of patch.replace(/^\0/, '').split('\n'))
    if (line.startsWith('diff --git ')) sections.push([]);
    else sections.at(-1)?.push(line);
  return sections;
}

const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/s;

function hunksOf(lines: readonly string[]): Hunk[] {
  const hunks: (Omit<Hunk, 'lines'> & { readonly lines: DiffLine[] })[] = [];
  let oldLine = 0;
  let newLine = 0;
  for (const line of lines) {
    const found = header.exec(line);
    const hunk = hunks.at(-1);
    if (found !== null) {
      const [, oldStart, oldLines = '1', newStart, newLines = '1', heading = ''] = found;
      oldLine = Number(oldStart);
      newLine = Number(newStart);
      hunks.push({
        oldStart: oldLine,
        oldLines: Number(oldLines),
        newStart: newLine,
        newLines: Number(newLines),
        heading,
        lines: [],
      });
    } else if (hunk === undefined) {
      continue;
    } else if (line.startsWith('\\')) {
      const last = hunk.lines.pop();
      if (last !== undefined) hunk.lines.push({ ...last, noNewline: true });
    } else if (line !== '') {
      const text = line.slice(1);
      const sign = line.charAt(0);
      if (sign === '+') hunk.lines.push({ kind: 'added', old: null, new: newLine++, text, noNewline: false });
      else if (sign === '-')
        hunk.lines.push({ kind: 'removed', old: oldLine++, new: null, text, noNewline: false });
      else hunk.lines.push({ kind: 'context', old: oldLine++, new: newLine++, text, noNewline: false });
    }
  }
  return hunks;
}
