// The strategy that works everywhere: every file is written anew. Its price is the checkout (git.md §1.2: 0.1 s for
// 3,000 files, 5 s for 80,000); everything around it is a handful of small files.
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid } from './git.ts';
import type { Git } from './git.ts';
import { checkOut, ignoreSubmodules, indexOf, lookingAt } from './host-index.ts';
import { writePrivateGitDir } from './private-git-dir.ts';
import { branchRef } from './refs.ts';
import type { Hub, Workspace, WorkspaceStrategy } from './workspaces.ts';

export function privateClone(git: Git): WorkspaceStrategy {
  return {
    name: 'private-clone',
    probe: () => probe(git),
    create: (hub, dir, base, branch) => create(git, hub, dir, base, branch),
    open,
  };
}

async function probe(git: Git): Promise<{ works: boolean; reason: string }> {
  try {
    const version = (await git.host(['--version'])).stdout.toString('utf8').trim();
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
    // `merge-tree --write-tree` came with 2.38.
    const works = major > 2 || (major === 2 && minor >= 38);
    return { works, reason: works ? version : `${version} is too old; Tasklane needs git 2.38 or newer.` };
  } catch (error) {
    return { works: false, reason: messageOf(error) };
  }
}

async function create(git: Git, hub: Hub, dir: string, base: Oid, branch: string): Promise<Workspace> {
  branchRef(branch);
  await mkdir(join(dir, '..'), { recursive: true });
  await makeOwn(dir);
  try {
    const workspace = at(dir, base);
    await Promise.all([mkdir(workspace.tree), mkdir(workspace.home)]);
    const looking = lookingAt(hub.dir, dir);
    await checkOut(git, looking, base);
    const index = indexOf(dir);
    await writePrivateGitDir({
      git,
      hubDir: hub.dir,
      dir: join(workspace.tree, '.git'),
      base,
      branch,
      index,
    });
    await ignoreSubmodules(git, looking);
    await writeMarker(dir, base);
    return workspace;
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw isFull(error) ? diskFull(error) : error;
  }
}

async function makeOwn(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    throw new AppError('already_exists', `There is a workspace at ${dir} already.`, {
      next: 'Remove it first.',
      cause,
    });
  }
}

function at(dir: string, base: Oid): Workspace {
  return { dir, tree: join(dir, 'tree'), home: join(dir, 'home'), base };
}

/** Written last and in one step: a workspace without it is one whose creation was cut short. */
async function writeMarker(dir: string, base: Oid): Promise<void> {
  const path = join(dir, 'base');
  await writeFile(`${path}.new`, `${base}\n`);
  await rename(`${path}.new`, path);
}

async function open(dir: string): Promise<Workspace | undefined> {
  const text = await readFile(join(dir, 'base'), 'utf8').catch(() => '');
  if (text === '') return undefined;
  const workspace = at(dir, asOid(text.trim()));
  const whole = await Promise.all([workspace.tree, workspace.home].map(isFolder));
  return whole.every(Boolean) ? workspace : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() === true;
}

function isFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

function diskFull(cause: unknown): AppError {
  return new AppError('disk_full', 'The disk is full: a workspace could not be written.', {
    next: 'Free some space, then try again.',
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
