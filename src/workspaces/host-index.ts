// The index through which the host looks at a workspace. It lies beside the tree, not in the agent's `.git`, and knows
// every file's size and times, so that a snapshot reads only what changed.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import { asOid, joinZ, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';

/** How every command that looks at a workspace is called: the hub's objects and settings, the workspace's files. */
export function lookingAt(hubDir: string, dir: string): HostCall {
  return { gitDir: hubDir, workTree: join(dir, 'tree'), indexFile: indexOf(dir) };
}

export function indexOf(dir: string): string {
  return join(dir, 'index');
}

/** Fills the empty folder `tree` with the files of a commit. */
export async function checkOut(git: Git, at: HostCall, commit: Oid): Promise<void> {
  await git.host(['read-tree', '--reset', '-u', asOid(commit)], at);
}

/** Makes the index of a tree that is there already; every file is read at the next snapshot. */
export async function rebuild(git: Git, hubDir: string, dir: string, commit: Oid): Promise<void> {
  const at = lookingAt(hubDir, dir);
  await git.host(['read-tree', asOid(commit)], at);
  await ignoreSubmodules(git, at);
}

/**
 * Makes git never look into a submodule's folder. Without this `git add` starts a `git status` inside it, under the
 * configuration it finds there, which an agent can write (git.md §4.6).
 */
export async function ignoreSubmodules(git: Git, at: HostCall): Promise<void> {
  const links = await submodules(git, at);
  if (links.length === 0) return;
  const input = joinZ(links.map((link) => link.path));
  await git.host(['update-index', '--skip-worktree', '-z', '--stdin'], { ...at, input });
}

export interface Submodule {
  readonly path: Buffer;
  readonly commit: Oid;
}

/** The gitlinks that the index holds. */
export async function submodules(git: Git, at: HostCall): Promise<readonly Submodule[]> {
  const { stdout } = await git.host(['ls-files', '-z', '--stage'], at);
  return splitZ(stdout)
    .filter((entry) => entry.subarray(0, 7).equals(gitlinkMode))
    .map((entry) => {
      const tab = entry.indexOf(9);
      const commit = entry.subarray(7, tab).toString('latin1').split(' ')[0] ?? '';
      return { path: entry.subarray(tab + 1), commit: asOid(commit) };
    });
}

const gitlinkMode = Buffer.from('160000 ');

/** A lock that a killed process left. Only this process uses the index, one command at a time, so nobody holds it. */
export async function unlock(index: string): Promise<void> {
  await rm(`${index}.lock`, { force: true });
}
