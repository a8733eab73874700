// Where branches of the person's repository are checked out: the main work tree and every linked one.
import { splitZ } from './git.ts';
import type { Git } from './git.ts';

export interface Checkout {
  readonly path: string;
  /** Null when HEAD is detached or the repository is bare. */
  readonly ref: string | null;
}

export async function checkouts(git: Git, root: string): Promise<readonly Checkout[]> {
  const { stdout } = await git.person(root, ['worktree', 'list', '--porcelain', '-z']);
  const found: Checkout[] = [];
  for (const line of splitZ(stdout).map((entry) => entry.toString('utf8'))) {
    const last = found.at(-1);
    if (line.startsWith('worktree ')) found.push({ path: line.slice('worktree '.length), ref: null });
    else if (line.startsWith('branch ') && last !== undefined)
      found[found.length - 1] = { ...last, ref: line.slice('branch '.length) };
  }
  return found;
}
