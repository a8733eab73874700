// Makes the files of a workspace those of its last snapshot again: for what a check did to the tree that it looked at. The
// host's index still stands at that snapshot, so only what differs is touched. What git ignores is left alone.
import { joinZ, splitZ } from './git.ts';
import type { Git, HostCall } from './git.ts';
import { lookingAt, unlock } from './host-index.ts';
import { refuseMovedTree } from './snapshot.ts';
import type { Workspace } from './workspaces.ts';

export interface PutBackInput {
  readonly git: Git;
  readonly hubDir: string;
  readonly workspace: Workspace;
  /** Whether files that the snapshot does not have are removed too. */
  readonly made: boolean;
}

/** Returns the paths of the snapshot that were changed or gone. */
export async function putBack({ git, hubDir, workspace, made }: PutBackInput): Promise<readonly string[]> {
  await refuseMovedTree(workspace);
  await unlock(workspace.dir);
  const at = lookingAt(hubDir, workspace.dir);
  const changed = await changedIn(git, at);
  // Also where a link or a folder is in their place: git takes that away first.
  if (changed.length > 0)
    await git.host(['checkout-index', '--force', '--quiet', '-z', '--stdin'], {
      ...at,
      input: joinZ(changed),
    });
  if (made) await git.host(['clean', '-ffdq'], at);
  return changed.map((path) => path.toString('utf8'));
}

async function changedIn(git: Git, at: HostCall): Promise<readonly Buffer[]> {
  const { stdout } = await git.host(['ls-files', '-z', '--modified', '--deleted'], at);
  // A file that is gone is told of twice.
  const distinct = new Map(splitZ(stdout).map((path) => [path.toString('latin1'), path]));
  return [...distinct.values()];
}
