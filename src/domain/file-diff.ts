// How one file differs between two commits, as data: what a review shows, and what its comments are anchored to.
import type { ChangedFile } from './result.ts';

export const fileKinds = ['text', 'binary', 'image', 'symlink', 'submodule'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What git says of a changed file before anybody reads its lines. */
export interface FileEntry extends ChangedFile {
  readonly kind: FileKind;
  /** As git writes it, for example `100755`; null where the file is not there. */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  /** Ids of the contents; of a submodule, the commits. Null where the file is not there. */
  readonly oldOid: string | null;
  readonly newOid: string | null;
  /** In bytes; null for a submodule, and where the file is not there. */
  readonly oldSize: number | null;
  readonly newSize: number | null;
}

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Number of the line in the old and the new file, from 1; null where it is not in it. */
  readonly old: number | null;
  readonly new: number | null;
  readonly text: string;
  /** It is the last of its file and does not end in a newline. */
  readonly noNewline: boolean;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The function or section that git found above it; may be empty. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

const images = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i;

/** `mode` is that of the newer side that there is. */
export function kindOf(mode: string, path: string, isBinary: boolean): FileKind {
  if (mode === '160000') return 'submodule';
  if (mode === '120000') return 'symlink';
  if (!isBinary) return 'text';
  return images.test(path) ? 'image' : 'binary';
}

/** A file beyond these is told without its lines, unless somebody asks for it by name. */
const largeFile = { changedLines: 3000, bytes: 1024 * 1024 } as const;

export function isLarge(entry: FileEntry): boolean {
  const changed = (entry.additions ?? 0) + (entry.deletions ?? 0);
  const bytes = Math.max(entry.oldSize ?? 0, entry.newSize ?? 0);
  return changed > largeFile.changedLines || bytes > largeFile.bytes;
}

/** Whether there are lines to show. */
export function hasLines(entry: FileEntry): boolean {
  return entry.kind !== 'binary' && entry.kind !== 'image';
}
