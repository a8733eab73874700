// Commits travel between the hub and the person's repository by `git fetch`, run by the side that receives: so no hook
// of the other side runs, and the receiver's git guards its own refs (it never moves a branch that is checked out).
import { stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid, stderrOf } from './git.ts';
import type { Git } from './git.ts';
import { explained } from './repository.ts';

const quietly = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-prune',
  '--no-write-fetch-head',
  '--no-write-commit-graph',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
  '--update-shallow',
];

/** Takes the person's branch into a ref of the hub. Throws `unsupported_repository` when either is gone. */
export async function fetchFromPerson(
  git: Git,
  hubDir: string,
  root: string,
  source: string,
  target: string,
): Promise<void> {
  try {
    const args = [...quietly, root, `+${source}:${target}`];
    await trusting(git, root, () => git.host(args, { gitDir: hubDir, transfer: true }));
  } catch (error) {
    throw await gone(error, root, source);
  }
}

async function gone(thrown: unknown, root: string, source: string): Promise<unknown> {
  const branch = source.replace(/^refs\/heads\//, '');
  if (stderrOf(thrown).includes("couldn't find remote ref"))
    return new AppError(
      'unsupported_repository',
      `The repository at ${root} has no branch ${branch} any more.`,
      {
        next: 'Make the branch again, or choose another branch for the project.',
        details: { path: root, branch },
        cause: thrown,
      },
    );
  if ((await stat(root).catch(() => undefined)) === undefined)
    return new AppError('unsupported_repository', `The repository at ${root} is not there any more.`, {
      next: 'Put it back, or remove the project.',
      details: { path: root },
      cause: thrown,
    });
  return await explained(thrown, root);
}

/**
 * Reading a repository of another owner. Git asks for the person's word (`safe.directory`), but the program that serves
 * a fetch sees only our configuration: what the person's own git trusts is written down there, once.
 */
export async function trusting<T>(git: Git, root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!stderrOf(error).includes('dubious ownership')) throw error;
    await trust(git, root);
    return await work();
  }
}

async function trust(git: Git, root: string): Promise<void> {
  const asked = ['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir'];
  // Throws when the person's git does not trust it either; the caller explains.
  const output = await git.person(root, asked);
  const folders = new Set([root, ...output.stdout.toString('utf8').trimEnd().split('\n')]);
  for (const folder of folders)
    await git.host(['config', '--file', git.configFile, '--add', 'safe.directory', folder]);
}

export type FetchOutcome = 'done' | 'checked_out' | 'not_fast_forward';

/** Brings a commit into the person's repository; with `ref`, onto that branch (forward only unless `force`). */
export async function fetchIntoPerson(
  git: Git,
  root: string,
  hubDir: string,
  commit: Oid,
  onto?: { readonly ref: string; readonly force: boolean },
): Promise<FetchOutcome> {
  const target = onto === undefined ? '' : `:${onto.ref}`;
  const refspec = `${onto?.force === true ? '+' : ''}${asOid(commit)}${target}`;
  try {
    await git.person(root, [...quietly, hubDir, refspec], { transfer: true });
    return 'done';
  } catch (error) {
    const stderr = stderrOf(error);
    if (stderr.includes('refusing to fetch into branch')) return 'checked_out';
    if (stderr.includes('non-fast-forward')) return 'not_fast_forward';
    throw error;
  }
}
