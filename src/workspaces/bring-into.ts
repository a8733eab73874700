// Changes the files of a working copy from one tree to another, from outside: what a subagent did in a copy of its own comes
// into the copy of the agent that asked for it. Git itself refuses where a file is not as the first tree says, or is in
// the way: then nothing was changed.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid } from './git.ts';
import type { Git } from './git.ts';
import { lookingAt, unlock } from './host-index.ts';
import type { BroughtIn, Workspace } from './workspaces.ts';

/** The index must be that of a snapshot whose tree is `from`. */
export async function bringInto(
  git: Git,
  hubDir: string,
  workspace: Workspace,
  { from, to }: { readonly from: Oid; readonly to: Oid },
): Promise<BroughtIn> {
  await unlock(workspace.dir);
  const at = lookingAt(hubDir, workspace.dir);
  // Exit code 1: some file is not as the index has it. Then the next command says which.
  await git.host(['update-index', '-q', '--refresh'], { ...at, answers: [1] });
  try {
    await git.host(['read-tree', '-m', '-u', asOid(from), asOid(to)], at);
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'git_failed') throw error;
    return { kind: 'moved', reason: error.message };
  }
}
