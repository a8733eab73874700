// The queue as a chain of commits in the hub: each entry merged on top of those before it. No branch has them; what is left
// over when the chain changes is collected with the hub's other unreachable objects. Merging costs milliseconds whatever the
// size of the repository, so a chain is simply built anew, with the merges that are known.
import type { Queued } from '../../domain/merge-entry.ts';
import type { Link } from '../../domain/merge-queue/decide.ts';
import type { Oid, ResolutionId } from '../../domain/ids.ts';
import { mergeOnto } from '../../review/merge-onto.ts';
import type { Merged } from '../../review/merge-onto.ts';
import { resolveKnown } from '../conflicts/known.ts';
import { mayResolve } from '../conflicts/may-resolve.ts';
import { workOf } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import type { ConflictedMerge, ResolvedFile } from '../../workspaces/workspaces.ts';
import { recipeOf } from './recipe.ts';

export interface BuiltLink extends Link {
  readonly task: Queued;
  /** The branch after this entry; null when it is left out. */
  readonly commit: Oid | null;
  readonly tree: Oid | null;
  /** What it conflicts in. */
  readonly files: readonly string[];
  /** Resolutions of conflicts that its merge was made with. */
  readonly used: readonly ResolutionId[];
}

interface Made {
  readonly merged: Merged;
  readonly used: readonly ResolutionId[];
}

export class Chain {
  /** Merges of this branch's queue that were made before: by what, onto what, and how. */
  readonly #merges = new Map<string, Made>();

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

  /** Nobody waits any more, or what is known about conflicts has changed. */
  clear(): void {
    this.#merges.clear();
  }

  async #link(ground: Ground, task: Queued, { top, base }: { top: Oid; base: Oid }): Promise<BuiltLink> {
    const { merged, used } = await this.#merge(ground, task, top);
    const plain = { id: task.id, task, recipe: '', key: null, commit: null, tree: null, files: [], used: [] };
    switch (merged.kind) {
      case 'contained':
        return { ...plain, merge: 'clean', commit: top };
      case 'conflict': {
        // Nothing that may still happen ahead of it mends a conflict with the branch itself.
        const alone = top === base ? merged : (await this.#merge(ground, task, base)).merged;
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
          used,
          key: recipe === '' ? null : `${tree} ${recipe}`,
        };
      }
    }
  }

  async #merge(ground: Ground, task: Queued, onto: Oid): Promise<Made> {
    const { hub, settings, author } = ground;
    if (task.result === null) throw new Error(`task ${task.id} is ${task.state} and has no result`);
    const { head, summary } = task.result;
    const name = `${settings.mergeMethod} ${head} ${onto}`;
    const known = this.#merges.get(name);
    if (known !== undefined) return known;
    const used: ResolutionId[] = [];
    const resolve = async (conflict: ConflictedMerge): Promise<readonly ResolvedFile[]> => {
      const found = await resolveKnown(ground, task, conflict);
      used.push(...found.used);
      return found.files;
    };
    const merged = await mergeOnto(hub, workOf(task, { head, summary, author }), onto, {
      method: settings.mergeMethod,
      resolve: mayResolve(settings, task) ? resolve : undefined,
    });
    const made = { merged, used };
    this.#merges.set(name, made);
    return made;
  }
}
