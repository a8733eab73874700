// Merging and committing without a work tree: a merge costs milliseconds and nobody can see it until a ref moves.
import type { Oid } from '../domain/ids.ts';
import { AppError } from '../domain/errors.ts';
import { asOid, readOid, splitZ } from './git.ts';
import type { Git } from './git.ts';
import { mergeResolved } from './conflicted-merge.ts';
import type { CommitInput, MergeOutcome, Resolve } from './workspaces.ts';
import { Remembered } from '../lib/remembered.ts';

/** Whoever can `resolve` conflicts in files is asked; when none is left, the merge is clean. */
export async function merge(
  git: Git,
  gitDir: string,
  ours: Oid,
  theirs: Oid,
  resolve?: Resolve,
): Promise<MergeOutcome> {
  const args = [
    'merge-tree',
    '--write-tree',
    '-z',
    '--name-only',
    '--no-messages',
    asOid(ours),
    asOid(theirs),
  ];
  const output = await git.host(args, { gitDir, answers: [1] });
  const [first, ...names] = splitZ(output.stdout).map((entry) => entry.toString('utf8'));
  // Exit code 1 means a conflict, but also an object that does not exist: only the first tells a tree.
  if (first === undefined || !/^[0-9a-f]{40,64}$/.test(first))
    throw new AppError(
      'git_failed',
      `git merge-tree could not merge ${theirs} into ${ours}: ${output.stderr}`,
      {
        details: { stderr: output.stderr, exitCode: output.exitCode },
      },
    );
  if (output.exitCode === 0) return { kind: 'clean', tree: asOid(first) };
  const files = [...new Set(names.filter((name) => name !== ''))];
  if (resolve === undefined) return { kind: 'conflict', files };
  return mergeResolved(git, gitDir, { ours, theirs }, resolve);
}

/** `objects` is where it is written instead of into the repository. */
export async function commit(git: Git, gitDir: string, input: CommitInput, objects?: string): Promise<Oid> {
  const parents = input.parents.flatMap((parent) => ['-p', asOid(parent)]);
  const args = ['commit-tree', asOid(input.tree), ...parents, '-F', '-'];
  return readOid(
    await git.host(args, {
      gitDir,
      input: input.message,
      author: input.author,
      ...(objects !== undefined && { objects }),
    }),
  );
}

export async function treeOf(git: Git, gitDir: string, of: Oid): Promise<Oid> {
  // Asked five times in a run, each time a process; and a commit's tree never changes.
  return trees.get(`${gitDir} ${of}`, async () =>
    readOid(await git.host(['rev-parse', '--verify', `${asOid(of)}^{tree}`], { gitDir })),
  );
}

const trees = new Remembered<Oid>(2000);

/** More than any configuration has; a file that is larger is not read into memory. */
const maxFileBytes = 4 * 1024 * 1024;

/** A regular file of a commit as text; null when there is none (or it is a symlink, a folder, a submodule). */
export async function readFileAt(git: Git, gitDir: string, at: Oid, path: string): Promise<string | null> {
  // Git would complain about a path that leads out; here there is just no such file.
  if (path.split('/').some((part) => ['', '.', '..'].includes(part))) return null;
  const { stdout } = await git.host(['ls-tree', '-z', '--full-tree', asOid(at), '--', path], { gitDir });
  const [entry] = splitZ(stdout).map((each) => each.toString('utf8'));
  const match = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry ?? '');
  if (match?.[1] === undefined || match[2] !== path) return null;
  const blob = await git.host(['cat-file', 'blob', asOid(match[1])], { gitDir, maxOutput: maxFileBytes });
  return blob.truncated ? null : blob.stdout.toString('utf8');
}
