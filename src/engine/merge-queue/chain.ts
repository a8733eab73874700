// The queue as a chain of commits in the hub: each entry merged on top of those before it. No branch has them; what is left
// over when the chain changes is collected with the hub's other unreachable objects. Merging costs milliseconds whatever the
// size of the repository, so a chain is simply built anew, with the merges that are known.
import type { Queued } from '../../domain/merge-entry.ts';
import type { Link } from '../../domain/merge-queue/decide.ts';
import type { Oid } from '../../domain/ids.ts';
import { mergeOnto } from '../../review/merge-onto.ts';
import type { Merged } from '../../review/merge-onto.ts';
import { workOf } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import { recipeOf } from './recipe.ts';

export interface BuiltLink extends Link {
  readonly task: Queued;
  /** The branch after this entry; null when it is left out. */
  readonly commit: Oid | null;
  readonly tree: Oid | null;
  /** What it conflicts in. */
  readonly files: readonly string[];
}

export class Chain {
  /** Merges of this branch's queue that were made before: by what, onto what, and how. */
  readonly #merges = new Map<string, Merged>();

  /** `base` is the head of the branch. The links are in the order of the entries. */
  async build(ground: Ground, entries: readonly Queued[], base: Oid): Promise<readonly BuiltLink[]> {
    const links: BuiltLink[] = [];
    let top = base;
    for (const task of entries) {
      const link = await this.#link(ground, task, { top, base });
      links.push(link);
      top = link.commit ?? top;
    }
    return links;
  }

  /** Nobody waits any more. */
  clear(): void {
    this.#merges.clear();
  }

  async #link(ground: Ground, task: Queued, { top, base }: { top: Oid; base: Oid }): Promise<BuiltLink> {
    const merged = await this.#merge(ground, task, top);
    const plain = { id: task.id, task, recipe: '', key: null, commit: null, tree: null, files: [] };
    switch (merged.kind) {
      case 'contained':
        return { ...plain, merge: 'clean', commit: top };
      case 'conflict': {
        // Nothing that may still happen ahead of it mends a conflict with the branch itself.
        const alone = top === base ? merged : await this.#merge(ground, task, base);
        if (alone.kind === 'conflict') return { ...plain, merge: 'conflict', files: alone.files };
        return { ...plain, merge: 'behind', files: merged.files };
      }
      case 'clean': {
        const { commit } = merged;
        const tree = await ground.hub.treeOf(commit);
        const recipe = recipeOf(task);
        return {
          ...plain,
          merge: 'clean',
          commit,
          tree,
          recipe,
          key: recipe === '' ? null : `${tree} ${recipe}`,
        };
      }
    }
  }

  async #merge({ hub, settings, author }: Ground, task: Queued, onto: Oid): Promise<Merged> {
    if (task.result === null) throw new Error(`task ${task.id} is ${task.state} and has no result`);
    const { head, summary } = task.result;
    const name = `${settings.mergeMethod} ${head} ${onto}`;
    const known = this.#merges.get(name);
    if (known !== undefined) return known;
    const merged = await mergeOnto(hub, workOf(task, { head, summary, author }), onto, settings.mergeMethod);
    this.#merges.set(name, merged);
    return merged;
  }
}
