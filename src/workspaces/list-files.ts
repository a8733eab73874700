// What a commit holds, without a copy of it: the paths of its files with their sizes, and whether a word is in one of them.
import type { Oid } from '../domain/ids.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';

export interface ListedFile {
  readonly path: string;
  /** In bytes; null for what is no regular file: a symlink, a submodule. */
  readonly bytes: number | null;
}

export interface FileList {
  readonly files: readonly ListedFile[];
  /** Whether there are more than these. */
  readonly truncated: boolean;
}

/** Of about 200,000 files; a list that is longer is cut. */
const maxListing = 32 * 1024 * 1024;

/** In the order of git; at most `limit`. */
export async function listFiles(git: Git, gitDir: string, at: Oid, limit: number): Promise<FileList> {
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', asOid(at)];
  const { stdout, truncated } = await git.host(args, { gitDir, maxOutput: maxListing });
  const entries = splitZ(stdout).map((entry) => entry.toString('utf8'));
  // The last entry of a listing that was cut may be half of one.
  const whole = truncated ? entries.slice(0, -1) : entries;
  return { files: whole.slice(0, limit).flatMap(read), truncated: truncated || whole.length > limit };
}

function read(entry: string): readonly ListedFile[] {
  const match = /^(\d{6}) \w+ [0-9a-f]+ +(\d+|-)\t(.*)$/s.exec(entry);
  if (match === null) return [];
  const [, mode = '', size = '-', path = ''] = match;
  return [{ path, bytes: mode.startsWith('100') && size !== '-' ? Number(size) : null }];
}

/** Only names are printed, and a few are enough. */
const maxNames = 64 * 1024;

/** The first file of a commit that has the text, in one line; null when none has. `isWord`: not as a part of a longer word. */
export async function fileWith(
  git: Git,
  gitDir: string,
  at: Oid,
  text: string,
  { isWord }: { readonly isWord: boolean },
): Promise<string | null> {
  if (/[\n\0]/.test(text) || text === '') return null;
  const args = ['grep', '-I', '-l', '-z', '-F', ...(isWord ? ['-w'] : []), '-e', text, asOid(at)];
  const { stdout } = await git.host(args, { gitDir, answers: [1], maxOutput: maxNames });
  const [first] = splitZ(stdout);
  // Each name begins with the commit: `<oid>:<path>`.
  return first === undefined ? null : first.toString('utf8').slice(at.length + 1);
}

/** Of about 100,000 lines. */
const maxLines = 8 * 1024 * 1024;

export interface FoundLine {
  readonly path: string;
  readonly text: string;
}

/** The lines of a commit that an extended regular expression fits, in files that are text. */
export async function linesWith(
  git: Git,
  gitDir: string,
  at: Oid,
  expression: string,
): Promise<{ readonly lines: readonly FoundLine[]; readonly truncated: boolean }> {
  const args = ['grep', '-I', '-z', '-E', '-e', expression, asOid(at)];
  const { stdout, truncated } = await git.host(args, { gitDir, answers: [1], maxOutput: maxLines });
  const found = stdout.toString('utf8').split('\n');
  // With -z: `<oid>:<path>`, a zero, the line. The last one of an output that was cut may be half of one.
  const whole = truncated ? found.slice(0, -1) : found;
  const lines = whole.flatMap((entry) => {
    const [name, text] = entry.split('\0');
    return name === undefined || text === undefined ? [] : [{ path: name.slice(at.length + 1), text }];
  });
  return { lines, truncated };
}
