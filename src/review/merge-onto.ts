// One task's work put on top of a commit, in the way that its project wants. Nothing moves: the outcome is a commit in the
// hub that no branch has yet. A conflict is a value here; whoever wants to resolve one does it between this and the queue.
import type { Oid } from '../domain/ids.ts';
import type { MergeMethod } from '../domain/merge-method.ts';
import type { Hub, Identity, Resolve } from '../workspaces/workspaces.ts';

export interface Work {
  readonly head: Oid;
  readonly author: Identity;
  /** Of a merge commit, and of the one commit that a squash makes. */
  readonly messages: { readonly merge: string; readonly squash: string };
}

export type Merged =
  | { readonly kind: 'clean'; readonly commit: Oid }
  /** It is there already. */
  | { readonly kind: 'contained' }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/** `onto` is the branch, or a commit that stands ahead in the queue. `resolve` is asked about conflicts, where there is one. */
export async function mergeOnto(
  hub: Hub,
  work: Work,
  onto: Oid,
  { method, resolve }: { readonly method: MergeMethod; readonly resolve?: Resolve | undefined },
): Promise<Merged> {
  const { head } = work;
  if (await hub.isAncestor(head, onto)) return { kind: 'contained' };
  if (method === 'squash') return squash(hub, work, onto, resolve);
  // Where nothing came in between, its own commits are the merged ones and the history stays straight.
  if (await hub.isAncestor(onto, head)) return { kind: 'clean', commit: head };
  if (method === 'rebase') return rebase(hub, work, onto, resolve);
  const merge = await hub.merge(onto, head, resolve);
  if (merge.kind === 'conflict') return merge;
  const { author, messages } = work;
  const parents = [onto, head];
  return {
    kind: 'clean',
    commit: await hub.commit({ tree: merge.tree, parents, message: messages.merge, author }),
  };
}

async function squash(
  hub: Hub,
  { head, author, messages }: Work,
  onto: Oid,
  resolve: Resolve | undefined,
): Promise<Merged> {
  const merge = await hub.merge(onto, head, resolve);
  if (merge.kind === 'conflict') return merge;
  // A squashed history does not name the commits that it came from: only the content tells that all of it is there.
  if (merge.tree === (await hub.treeOf(onto))) return { kind: 'contained' };
  const commit = await hub.commit({ tree: merge.tree, parents: [onto], message: messages.squash, author });
  return { kind: 'clean', commit };
}

async function rebase(hub: Hub, { head }: Work, onto: Oid, resolve: Resolve | undefined): Promise<Merged> {
  const outcome = await hub.replay(onto, head, resolve);
  if (outcome.kind === 'clean' && outcome.commit === onto) return { kind: 'contained' };
  return outcome;
}
