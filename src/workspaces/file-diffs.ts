// The files that differ between two commits of the hub with all that git knows of them, and their lines, for some of them
// at a time. See diff.ts for why nothing that a repository says about diffs counts here.
import { kindOf } from '../domain/file-diff.ts';
import type { FileEntry, Hunk } from '../domain/file-diff.ts';
import type { Oid } from '../domain/ids.ts';
import { diffTree, parseRawFiles } from './diff.ts';
import type { RawFile } from './diff.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';
import { parsePatch } from './parse-patch.ts';

/** In the order of their paths. Throws `git_failed`. */
export async function fileEntries(
  git: Git,
  gitDir: string,
  from: Oid,
  to: Oid,
): Promise<readonly FileEntry[]> {
  const args = [...diffTree, '-z', '--raw', '--numstat', asOid(from), asOid(to)];
  const { stdout } = await git.host(args, { gitDir });
  const files = parseRawFiles(splitZ(stdout).map((entry) => entry.toString('utf8')));
  const sizes = await sizesOf(git, gitDir, files);
  return files.map((file) => entryOf(file, sizes));
}

function entryOf({ modes, oids, ...file }: RawFile, sizes: ReadonlyMap<string, number>): FileEntry {
  const [oldMode, newMode] = modes.map(present);
  const [oldOid, newOid] = oids.map(present);
  const sizeOf = (oid: string | null | undefined): number | null =>
    oid === null || oid === undefined ? null : (sizes.get(oid) ?? null);
  return {
    ...file,
    kind: kindOf(newMode ?? oldMode ?? '', file.path, file.additions === null),
    oldMode: oldMode ?? null,
    newMode: newMode ?? null,
    oldOid: oldOid ?? null,
    newOid: newOid ?? null,
    oldSize: sizeOf(oldOid),
    newSize: sizeOf(newOid),
  };
}

/** Git writes zeros for what is not there. */
function present(text: string): string | null {
  return /^0+$/.test(text) ? null : text;
}

async function sizesOf(
  git: Git,
  gitDir: string,
  files: readonly RawFile[],
): Promise<ReadonlyMap<string, number>> {
  const blobs = files.flatMap(({ modes, oids }) => oids.filter((_, side) => isBlob(modes[side])));
  if (blobs.length === 0) return new Map();
  const args = ['cat-file', '--batch-check=%(objectname) %(objectsize)'];
  const { stdout } = await git.host(args, { gitDir, input: `${blobs.join('\n')}\n` });
  const lines = stdout.toString('utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [oid = '', size] = line.split(' ');
      return [oid, Number(size)] as const;
    }),
  );
}

function isBlob(mode: string | undefined): boolean {
  return mode !== undefined && mode !== '160000' && present(mode) !== null;
}

export interface HunkOptions {
  /** Lines around a change. */
  readonly context: number;
  /** What is beyond it is not read. */
  readonly maxBytes: number;
}

/** The hunks of each of these files, by its path; a file that did not fit is not in the map. Throws `git_failed`. */
export async function hunksOf(
  git: Git,
  gitDir: string,
  ends: { readonly from: Oid; readonly to: Oid },
  files: readonly FileEntry[],
  options: HunkOptions,
): Promise<ReadonlyMap<string, readonly Hunk[]>> {
  // Among fewer files git could take another for the source of a rename; so only those that are renamed are looked at so.
  const renamed = files.filter((file) => file.status === 'renamed');
  const others = files.filter((file) => file.status !== 'renamed');
  const read = async (
    of: readonly FileEntry[],
    renames: string,
  ): Promise<ReadonlyMap<string, readonly Hunk[]>> => {
    if (of.length === 0) return new Map();
    const paths = of.flatMap(({ from, path }) => (from === null ? [path] : [from, path]));
    const format = [renames, '-z', '--raw', '-p', '--full-index', '--no-color', `-U${options.context}`];
    const args = [...diffTree, ...format, asOid(ends.from), asOid(ends.to), '--', ...paths];
    const { stdout, truncated } = await git.host(args, { gitDir, maxOutput: options.maxBytes });
    return parsePatch(stdout, truncated);
  };
  const found = await Promise.all([read(others, '--no-renames'), read(renamed, '-M')]);
  const wanted = new Set(files.map((file) => file.path));
  return new Map(found.flatMap((hunks) => [...hunks]).filter(([path]) => wanted.has(path)));
}
