// Submodules stay as they are recorded: a workspace may fill their folders (a setup command does), but a change inside
// is not taken over. Said loudly, because the work in it would be lost in silence.
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { joinZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import { submodules } from './host-index.ts';
import type { Submodule } from './host-index.ts';
import type { Workspace } from './workspaces.ts';

/** Throws `unsupported_repository` when a submodule's folder holds something else than the commit on record. */
export async function refuseChangedSubmodules(git: Git, at: HostCall, workspace: Workspace): Promise<void> {
  const filled: Submodule[] = [];
  for (const submodule of await submodules(git, at)) {
    const state = await stateOf(workspace.tree, submodule);
    if (state === 'replaced') throw changed(submodule, 'holds files that are not the submodule’s');
    if (state === 'filled') filled.push(submodule);
  }
  if (filled.length === 0) return;
  const heads = await headsOf(git, { ...at, indexFile: join(workspace.dir, 'index.submodules') }, filled);
  for (const submodule of filled) {
    const head = heads.find((each) => each.path.equals(submodule.path));
    if (head?.commit !== submodule.commit) throw changed(submodule, 'was moved to another commit');
  }
}

async function stateOf(tree: string, submodule: Submodule): Promise<'empty' | 'filled' | 'replaced'> {
  const path = Buffer.concat([Buffer.from(`${tree}/`), submodule.path]);
  const stat = await lstat(path).catch(() => undefined);
  if (stat === undefined) return 'empty';
  if (!stat.isDirectory()) return 'replaced';
  const names = await readdir(path);
  if (names.length === 0) return 'empty';
  return names.includes('.git') ? 'filled' : 'replaced';
}

/** Read through an index of its own: `update-index` only reads the HEAD in there and starts no git inside. */
async function headsOf(git: Git, at: HostCall, filled: readonly Submodule[]): Promise<readonly Submodule[]> {
  const index = at.indexFile ?? '';
  await rm(index, { force: true });
  try {
    const input = joinZ(filled.map((submodule) => submodule.path));
    await git.host(['update-index', '--add', '-z', '--stdin'], { ...at, input, answers: [128] });
    return await submodules(git, at);
  } finally {
    await rm(index, { force: true });
  }
}

function changed(submodule: Submodule, how: string): AppError {
  const path = submodule.path.toString('utf8');
  return new AppError(
    'unsupported_repository',
    `The submodule ${path} ${how}; Tasklane takes over no changes in submodules.`,
    {
      next: `Undo the changes in ${path}, or make them in the submodule’s own repository.`,
      details: { path },
    },
  );
}
