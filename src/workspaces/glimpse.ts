// A look at a working copy while somebody works in it, as a commit that no ref names. It must not change what the next
// real snapshot finds (a file that was seen once would stay tracked, also when it is ignored later), so it has an index of
// its own, begun anew each time from the host's.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import type { Git } from './git.ts';
import { indexOf } from './host-index.ts';
import { commit, treeOf } from './merge.ts';
import { takeTree } from './snapshot.ts';
import type { TakeTreeInput } from './snapshot.ts';
import type { Snapshot } from './workspaces.ts';

/** Nobody: it is never shown, and its time must not make two looks at one tree differ. */
const author = { name: 'Tasklane', email: 'tasklane@localhost' };

/**
 * Throws `git_failed` when files went away under it, and what a snapshot throws; nothing is lost then but the look.
 * `before` is the last look, which is answered again where nothing has changed since.
 */
export async function glimpse(
  git: Git,
  hubDir: string,
  input: Omit<TakeTreeInput, 'git' | 'hubDir' | 'index'>,
  before: Snapshot | null,
): Promise<Snapshot> {
  const { workspace, parent } = input;
  const index = join(workspace.dir, 'glimpse-index');
  await copyFile(indexOf(workspace.dir), index);
  const tree = await takeTree({ ...input, git, hubDir, index });
  if (tree === before?.tree) return before;
  const parentTree: Oid = await treeOf(git, hubDir, parent);
  if (tree === parentTree) return { tree, head: parent, changed: false };
  const message = 'A look at work under way\n';
  return {
    tree,
    head: await commit(git, hubDir, { tree, parents: [parent], message, author }),
    changed: true,
  };
}
