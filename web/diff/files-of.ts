// The files of a diff, each with its own patch.
import type { ChangedFileJson, DiffJson } from '../../src/api/schemas.ts';
import { withMarks } from '../ui/plain-text.ts';
import { isGenerated } from './generated.ts';

export interface DiffFile extends ChangedFileJson {
  /** Of this file alone; empty where it is too long to be had. */
  readonly patch: string;
  /** Says whether it is still what somebody looked at. */
  readonly hash: string;
  readonly isGenerated: boolean;
}

/** In the order of the server's list, by folder. */
export function filesOf({ files, patch }: Pick<DiffJson, 'files' | 'patch'>): readonly DiffFile[] {
  // `git diff` has them in the order of its own list.
  const patches = patch.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '));
  const byPath = new Map(patches.map((part) => [pathOf(part), part]));
  return files
    .map((file, index) => {
      const own = byPath.get(file.path) ?? (patches.length === files.length ? (patches[index] ?? '') : '');
      return { ...file, patch: withMarks(own), hash: hashOf(own), isGenerated: isGenerated(file.path, own) };
    })
    .sort((one, other) => (sortKey(one.path) < sortKey(other.path) ? -1 : 1));
}

/** The same files with the patches of another diff of the same work; marks of what was viewed hold for both. */
export function withPatches(
  files: readonly DiffFile[],
  diff: Pick<DiffJson, 'files' | 'patch'>,
): readonly DiffFile[] {
  const patches = new Map(filesOf(diff).map((file) => [file.path, file.patch]));
  return files.map((file) => ({ ...file, patch: patches.get(file.path) ?? '' }));
}

function pathOf(part: string): string {
  const [head = ''] = part.split('\n@@', 1);
  return (
    /^\+\+\+ b\/(.*)$/m.exec(head)?.[1] ??
    /^rename to (.*)$/m.exec(head)?.[1] ??
    /^--- a\/(.*)$/m.exec(head)?.[1] ??
    /^diff --git a\/(.*) b\/\1$/m.exec(head)?.[1] ??
    ''
  );
}

// Files of a folder stand together, before those of its folders.
function sortKey(path: string): string {
  const cut = path.lastIndexOf('/') + 1;
  return `${path.slice(0, cut)}\u0000${path.slice(cut)}`;
}

/** FNV-1a: quick, and good enough to see a change. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${(hash >>> 0).toString(36)}-${text.length}`;
}
