// Looks at the person's repository: what it is, whether work can be taken from it, and in whose name.
import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { isBelow } from './contained.ts';
import { asOid, stderrOf } from './git.ts';
import type { Git } from './git.ts';
import { clonesIn, cloneRemote } from './remote-clone.ts';
import type { Identity, Repositories, RepositoryInfo } from './workspaces.ts';

/** `home` is ours: nothing below it is a repository that a person may name, because agents write there. */
export function createRepositories(git: Git, home: string): Repositories {
  return {
    inspect: (path) => inspect(git, home, path),
    identity: (root) => identity(git, root),
    remoteAddress: (root, remote) => remoteAddress(git, root, remote),
    clone: (address, branch) => cloneRemote(git, home, address, branch),
    isClone: (root) => isBelow(clonesIn(home), root),
  };
}

async function remoteAddress(git: Git, root: string, remote: string): Promise<string | null> {
  // 2: there is no such remote.
  const output = await git.person(root, ['remote', 'get-url', '--', remote], { answers: [2, 128] });
  return output.exitCode === 0 ? output.stdout.toString('utf8').trim() : null;
}

async function inspect(git: Git, home: string, path: string): Promise<RepositoryInfo> {
  const folder = await folderOf(path);
  if (folder === home || (isBelow(home, folder) && !isBelow(clonesIn(home), folder)))
    throw new AppError(
      'not_a_repository',
      `${path} is inside the folder where Tasklane keeps its own copies.`,
      {
        next: 'Name the repository itself.',
        details: { path },
      },
    );
  const places = await placesOf(git, folder);
  const [{ branch, head }, warnings] = await Promise.all([
    headOf(git, places.root),
    warningsOf(git, places.root, places.shallow),
    refusePartial(git, places),
  ]);
  return { root: places.root, bare: places.bare, branch, head: asOid(head), warnings };
}

async function folderOf(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (cause) {
    throw noFolder(path, cause);
  }
  throw noFolder(path, undefined);
}

function noFolder(path: string, cause: unknown): AppError {
  return new AppError('not_a_repository', `There is no folder ${path} that we could look into.`, {
    next: 'Name an existing folder of a git repository.',
    details: { path },
    cause,
  });
}

interface Places {
  readonly root: string;
  readonly bare: boolean;
  readonly shallow: boolean;
}

async function placesOf(git: Git, folder: string): Promise<Places> {
  const asked = [
    '--is-bare-repository',
    '--is-inside-work-tree',
    '--is-shallow-repository',
    '--absolute-git-dir',
  ];
  const [bare, inside, shallow, gitDir = ''] = await ask(git, folder, asked);
  if (bare === 'true') return { root: await realpath(gitDir), bare: true, shallow: shallow === 'true' };
  if (inside !== 'true')
    throw new AppError('not_a_repository', `${folder} is inside of a repository’s git directory.`, {
      next: `Name the repository itself: ${dirname(gitDir)}`,
      details: { path: folder },
    });
  const [top = ''] = await ask(git, folder, ['--show-toplevel']);
  return { root: await realpath(top), bare: false, shallow: shallow === 'true' };
}

async function ask(git: Git, folder: string, questions: readonly string[]): Promise<string[]> {
  try {
    return lines(await git.person(folder, ['rev-parse', ...questions]));
  } catch (error) {
    throw await explained(error, folder);
  }
}

function lines(output: { readonly stdout: Buffer }): string[] {
  return output.stdout.toString('utf8').replace(/\n$/, '').split('\n');
}

/** Turns the ways in which git does not find a repository into one sentence with the next step. */
export async function explained(error: unknown, folder: string): Promise<unknown> {
  const stderr = stderrOf(error);
  const details = { path: folder };
  if (stderr.includes('dubious ownership')) {
    const advice = /git config --global --add safe\.directory .*/.exec(stderr)?.[0];
    return new AppError(
      'unsupported_repository',
      `The repository at ${folder} belongs to another user, so git does not trust it.`,
      {
        next: advice === undefined ? 'Use it as its owner.' : `If you trust it, run \`${advice}\`.`,
        details,
        cause: error,
      },
    );
  }
  const locked = await lockedGitDir(folder);
  if (locked !== null || stderr.includes('Permission denied'))
    return new AppError('unsupported_repository', `We may not read the repository at ${folder}.`, {
      next: `Give the user who runs Tasklane access to ${locked ?? folder}.`,
      details,
      cause: error,
    });
  if (/not a git repository|does not appear to be a git repository|repository .* does not exist/.test(stderr))
    return new AppError('not_a_repository', `There is no git repository at ${folder} or above it.`, {
      next: 'Go into a repository, or make one: `git init && git add -A && git commit -m "First commit"`.',
      details,
      cause: error,
    });
  return error;
}

/** A `.git` that git passed over because it may not be read. */
async function lockedGitDir(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const code = await accessError(join(at, '.git'));
    if (code === 'EACCES') return join(at, '.git');
    if (code === undefined || at === dirname(at)) return null;
  }
}

async function accessError(path: string): Promise<unknown> {
  try {
    await access(path, constants.R_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

async function refusePartial(git: Git, places: Places): Promise<void> {
  const keys = '^(extensions\\.partialclone|remote\\..*\\.promisor)$';
  const { exitCode } = await git.person(places.root, ['config', '--get-regexp', keys], { answers: [1] });
  if (exitCode === 1) return;
  throw new AppError(
    'unsupported_repository',
    `The repository at ${places.root} is a partial clone: some of its files are only on its remote.`,
    { next: 'Clone it again without --filter.', details: { path: places.root } },
  );
}

async function headOf(git: Git, root: string): Promise<{ branch: string | null; head: string }> {
  const symbolic = await git.person(root, ['symbolic-ref', '-q', 'HEAD'], { answers: [1] });
  const branch = symbolic.exitCode === 0 ? (lines(symbolic)[0] ?? '').replace(/^refs\/heads\//, '') : null;
  const head = await git.person(root, ['rev-parse', '-q', '--verify', 'HEAD^{commit}'], {
    answers: [1, 128],
  });
  if (head.exitCode === 0) return { branch, head: lines(head)[0] ?? '' };
  throw new AppError(
    'unsupported_repository',
    `The repository at ${root} has no commit yet${branch === null ? '' : ` on its branch ${branch}`}.`,
    {
      next: 'Make a first commit: `git add -A && git commit -m "First commit"`.',
      details: { path: root, branch },
    },
  );
}

async function warningsOf(git: Git, root: string, shallow: boolean): Promise<readonly string[]> {
  const warnings: string[] = [];
  if (shallow) warnings.push('Its history is shallow; agents see only the commits that are here.');
  if ((await fileAtHead(git, root, '.gitmodules')) !== '')
    warnings.push(
      'It has submodules: their folders are empty in a workspace unless your setup command fills them, and changes inside them are not taken over.',
    );
  if (/\bfilter=lfs\b/.test(await fileAtHead(git, root, '.gitattributes')))
    warnings.push('It uses Git LFS: agents see the pointers of such files, and changes to them are refused.');
  return warnings;
}

async function fileAtHead(git: Git, root: string, path: string): Promise<string> {
  const call = { answers: [128], maxOutput: 1024 * 1024 };
  const output = await git.person(root, ['cat-file', 'blob', `HEAD:${path}`], call);
  return output.exitCode === 0 ? output.stdout.toString('utf8') : '';
}

async function identity(git: Git, root: string): Promise<Identity | null> {
  const [name, email] = await Promise.all([
    setting(git, root, 'user.name'),
    setting(git, root, 'user.email'),
  ]);
  return name === '' || email === '' ? null : { name, email };
}

async function setting(git: Git, root: string, key: string): Promise<string> {
  const output = await git.person(root, ['config', '--get', key], { answers: [1] });
  return (lines(output)[0] ?? '').trim();
}
