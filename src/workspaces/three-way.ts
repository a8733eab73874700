// A merge of three trees, whichever commits they come from. Git merges commits and finds their base by itself (that one can be
// named came with 2.40), so each tree is put into a commit of its own, and the base is the parent of the other two.
import type { Oid } from '../domain/ids.ts';
import { splitZ } from './git.ts';
import type { Git } from './git.ts';
import { commit } from './merge.ts';
import { parseForecasts } from './merge-tree-output.ts';
import type { MergeForecast } from './merge-tree-output.ts';

export interface ThreeTrees {
  readonly base: Oid;
  readonly ours: Oid;
  readonly theirs: Oid;
}

const author = { name: 'Tasklane', email: 'tasklane@localhost' };

/** What leads from `base` to `theirs`, done to `ours`. The tree is in the hub; the commits are named by nothing. */
export async function threeWay(git: Git, gitDir: string, trees: ThreeTrees): Promise<MergeForecast> {
  const holding = (tree: Oid, parents: readonly Oid[]): Promise<Oid> =>
    commit(git, gitDir, { tree, parents, message: 'A tree to merge\n', author });
  const base = await holding(trees.base, []);
  const [ours, theirs] = await Promise.all([holding(trees.ours, [base]), holding(trees.theirs, [base])]);
  const input = `${ours} ${theirs}\n`;
  const { stdout } = await git.host(['merge-tree', '--write-tree', '--stdin', '-z'], { gitDir, input });
  const [forecast] = parseForecasts(splitZ(stdout).map((entry) => entry.toString('utf8')));
  if (forecast === undefined) throw new Error('git merge-tree said nothing of a merge');
  return forecast;
}
