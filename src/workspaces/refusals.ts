// What an agent may leave behind that git would take wrongly: each is refused by name, before it is in any commit.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid, joinZ, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';

export interface FoundFile {
  readonly path: Buffer;
  readonly bytes: number;
}

const slash = 0x2f;

/** Git lists a folder with a `.git` of its own as `folder/`: its files would be lost behind a bare commit id. */
export function refuseNested(paths: readonly Buffer[]): void {
  const nested = paths.find((path) => path.at(-1) === slash);
  if (nested !== undefined) throw nestedRepository(nested.subarray(0, -1).toString('utf8'));
}

function nestedRepository(path: string): AppError {
  return new AppError(
    'unsupported_repository',
    `The folder ${path} is a git repository of its own inside the project.`,
    {
      next: `Remove ${path}/.git so that its files become part of the project, or add ${path} to .gitignore.`,
      details: { path },
    },
  );
}

export function refuseLarge(files: readonly FoundFile[], maxFileBytes: number): void {
  const large = files.find((file) => file.bytes > maxFileBytes);
  if (large === undefined) return;
  const path = large.path.toString('utf8');
  throw new AppError(
    'unsupported_repository',
    `The file ${path} has ${mebibytes(large.bytes)}, more than the ${mebibytes(maxFileBytes)} that a commit may hold.`,
    { next: `Delete ${path}, or add it to .gitignore.`, details: { path, bytes: large.bytes, maxFileBytes } },
  );
}

function mebibytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / (1024 * 1024))} MiB`;
}

/** A filter (LFS, encryption) keeps something else in the repository than on disk, and we run none. */
export async function refuseFiltered(git: Git, at: HostCall, paths: readonly Buffer[]): Promise<void> {
  if (paths.length === 0) return;
  const { stdout } = await git.host(['check-attr', '-z', '--stdin', 'filter'], {
    ...at,
    input: joinZ(paths),
  });
  const fields = splitZ(stdout).map((field) => field.toString('utf8'));
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const filter = fields[index + 2] ?? '';
    if (!['unspecified', 'unset', 'set'].includes(filter)) throw filtered(fields[index] ?? '', filter);
  }
}

function filtered(path: string, filter: string): AppError {
  const stored = filter === 'lfs' ? 'Git LFS' : `the git filter “${filter}”`;
  return new AppError(
    'unsupported_repository',
    `The file ${path} was changed, but .gitattributes keeps it in ${stored}, which Tasklane does not run.`,
    { next: `Leave ${path} as it is in this task, and change it by hand.`, details: { path, filter } },
  );
}

/** The last word on what is committed: no gitlink that the parent does not have. */
export async function refuseNewGitlinks(git: Git, gitDir: string, parent: Oid, tree: Oid): Promise<void> {
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--ignore-submodules=none',
    asOid(parent),
    asOid(tree),
  ];
  const entries = splitZ((await git.host(args, { gitDir })).stdout).map((entry) => entry.toString('utf8'));
  const link = entries.findIndex((entry) => /^:\d{6} 160000 /.test(entry));
  if (link !== -1) throw nestedRepository(entries[link + 1] ?? '');
}
