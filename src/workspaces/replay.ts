// A rebase without a work tree: each commit is merged in memory with its own parent as the base, which is what a
// cherry-pick is. Git's in-memory merge finds the base by itself (`--merge-base` came with 2.40 only), so three commits that
// belong to no branch show it one: the parent's tree, and on it the two sides.
import type { Oid } from '../domain/ids.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';
import { commit, merge, treeOf } from './merge.ts';
import type { MergeOutcome, ReplayOutcome, Resolve } from './workspaces.ts';

interface Original {
  readonly oid: Oid;
  readonly parent: Oid;
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

export async function replay(
  git: Git,
  gitDir: string,
  onto: Oid,
  head: Oid,
  resolve?: Resolve,
): Promise<ReplayOutcome> {
  let top = onto;
  for (const original of await originals(git, gitDir, onto, head)) {
    const picked = await pick(git, gitDir, top, original, resolve);
    if (picked.kind === 'conflict') return picked;
    if (picked.tree === (await treeOf(git, gitDir, top))) continue;
    const { message, author } = original;
    top = await commit(git, gitDir, { tree: picked.tree, parents: [top], message, author });
  }
  return { kind: 'clean', commit: top };
}

async function originals(git: Git, gitDir: string, onto: Oid, head: Oid): Promise<readonly Original[]> {
  const format = '--format=%H%n%P%n%an%n%ae%n%aI%n%B';
  const args = ['log', '-z', '--reverse', '--first-parent', format, asOid(head), `^${asOid(onto)}`];
  const { stdout } = await git.host(args, { gitDir });
  return splitZ(stdout).map((entry) => {
    const [id = '', parents = '', name = '', email = '', date = '', ...message] = entry
      .toString('utf8')
      .split('\n');
    const author = { name, email, date };
    return {
      oid: asOid(id),
      parent: asOid(parents.split(' ')[0] ?? ''),
      author,
      message: message.join('\n'),
    };
  });
}

const nobody = { name: 'Tasklane', email: 'tasklane@localhost' };

async function pick(
  git: Git,
  gitDir: string,
  top: Oid,
  { oid, parent }: Original,
  resolve: Resolve | undefined,
): Promise<MergeOutcome> {
  const [base, ours, theirs] = await Promise.all([parent, top, oid].map((of) => treeOf(git, gitDir, of)));
  if (base === undefined || ours === undefined || theirs === undefined)
    throw new Error('a commit has no tree');
  const plain = { message: 'A side of a merge in memory\n', author: nobody };
  const root = await commit(git, gitDir, { ...plain, tree: base, parents: [] });
  const [one, other] = await Promise.all(
    [ours, theirs].map((tree) => commit(git, gitDir, { ...plain, tree, parents: [root] })),
  );
  if (one === undefined || other === undefined) throw new Error('a commit was not made');
  return merge(git, gitDir, one, other, resolve);
}
