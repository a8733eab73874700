// Takes the files of a workspace as a tree of the hub, from outside: with the hub's settings and the host's index, so
// that no configuration, filter or hook of the workspace is ever executed. Everything is looked at before git writes it.
import { lstat, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { readOid, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import { indexOf, lookingAt, rebuild, unlock } from './host-index.ts';
import { refuseFiltered, refuseLarge, refuseNested, refuseNewGitlinks } from './refusals.ts';
import type { FoundFile } from './refusals.ts';
import { refuseChangedSubmodules } from './submodules.ts';
import type { Workspace } from './workspaces.ts';

export interface TakeTreeInput {
  readonly git: Git;
  readonly hubDir: string;
  readonly workspace: Workspace;
  readonly parent: Oid;
  readonly maxFileBytes: number;
  /** Another index than the host's, for a look that is not to be remembered; it must be there. */
  readonly index?: string;
}

/** Throws `unsupported_repository`, naming the path, for what cannot be taken over. */
export async function takeTree(input: TakeTreeInput): Promise<Oid> {
  const { git, hubDir, workspace, parent } = input;
  await refuseMovedTree(workspace);
  const index = input.index ?? indexOf(workspace.dir);
  await unlock(index);
  // Without an index every file would look new, and tracked files that .gitignore names would be lost.
  if (!(await exists(index))) await rebuild(git, hubDir, workspace.dir, parent);
  const at = { ...lookingAt(hubDir, workspace.dir), indexFile: index };
  await refuseChangedSubmodules(git, at, workspace);
  await inspect(git, at, workspace.tree, input.maxFileBytes);
  await git.host(['add', '-A'], at);
  const tree = readOid(await git.host(['write-tree'], at));
  try {
    await refuseNewGitlinks(git, hubDir, parent, tree);
  } catch (error) {
    // The index has it now; a later snapshot must not find it there and take it for one of the project's.
    await rm(index, { force: true });
    throw error;
  }
  return tree;
}

async function inspect(git: Git, at: HostCall, tree: string, maxFileBytes: number): Promise<void> {
  const list = ['ls-files', '-z', '--modified', '--others', '--exclude-standard'];
  const changed = splitZ((await git.host(list, at)).stdout);
  refuseNested(changed);
  const files = await regularFiles(tree, changed);
  refuseLarge(files, maxFileBytes);
  await refuseFiltered(
    git,
    at,
    files.map((file) => file.path),
  );
}

/** Those of the paths that are files: a deleted one is none any more, and a symlink's text is only a name. */
async function regularFiles(tree: string, paths: readonly Buffer[]): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const path of paths) {
    const stat = await lstat(Buffer.concat([Buffer.from(`${tree}/`), path])).catch(() => undefined);
    if (stat?.isFile() === true) files.push({ path, bytes: stat.size });
  }
  return files;
}

/** An agent that replaced its tree by a symlink would make us read, and later show, somebody else's files. */
export async function refuseMovedTree(workspace: Workspace): Promise<void> {
  const expected = join(await realpath(workspace.dir), 'tree');
  const found = await realpath(workspace.tree).catch(() => null);
  if (found === expected && (await lstat(expected)).isDirectory()) return;
  const what = found === null ? 'is gone' : `now leads to ${found}`;
  throw new AppError(
    'unsupported_repository',
    `The folder ${workspace.tree} ${what}; nothing was read from it.`,
    {
      next: 'Retry the task: it gets a new copy.',
      details: { path: workspace.tree },
    },
  );
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
