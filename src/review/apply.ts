// A single apply as a transaction, for a task that holds its branch's lane (what people apply goes through the merge queue,
// engine/merge-queue/): merge in the hub, test the merged tree in a scratch copy, then one compare-and-swap of the branch.
// Until that swap nothing anybody can see has changed; after it, the person's checkout is only ever fast-forwarded. Every
// step can be repeated: a crash in between is decided by where the branch stands.
import type { Delivery } from '../domain/delivery.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Failure } from '../domain/failure.ts';
import type { Oid } from '../domain/ids.ts';
import type { MergeMethod } from '../domain/merge-method.ts';
import type { Hub, Resolve } from '../workspaces/workspaces.ts';
import { mergeOnto } from './merge-onto.ts';
import type { Work } from './merge-onto.ts';
import { conflict, movedTooOften, redWhenMerged } from './refusals.ts';

export interface ApplyInput {
  readonly hub: Hub;
  readonly branch: string;
  /** Where the branch stands; or why nothing can be merged into it. */
  readonly sync: () => Promise<{ readonly head: Oid } | { readonly notice: Failure }>;
  /** Moves it; `again`: others were faster, and all is merged and tested once more. */
  readonly move: (to: Oid, from: Oid) => Promise<'done' | 'again' | { readonly notice: Failure }>;
  readonly work: Work;
  readonly method: MergeMethod;
  /** Asked about conflicts, where somebody may resolve them. */
  readonly resolve?: Resolve | undefined;
  /** Runs the checks on a commit in a copy of its own. */
  readonly check: (commit: Oid, tree: Oid, base: Oid) => Promise<readonly Evidence[]>;
  /** Called before the branch moves, so that a restart can see what was meant. */
  readonly intend: (commit: Oid, checks: readonly Evidence[]) => Promise<void>;
}

export type ApplyOutcome =
  | {
      readonly kind: 'applied';
      readonly commit: Oid;
      readonly delivery: Delivery;
      readonly checks: readonly Evidence[];
    }
  | { readonly kind: 'refused'; readonly notice: Failure; readonly checks: readonly Evidence[] };

/** How often the branch may move under us before we ask a person: each time everything is merged and tested again. */
const maxTries = 3;

export async function applyToBranch(input: ApplyInput): Promise<ApplyOutcome> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const outcome = await tryOnce(input);
    if (outcome !== 'moved') return outcome;
  }
  return refused(movedTooOften(input.branch, maxTries));
}

async function tryOnce(input: ApplyInput): Promise<ApplyOutcome | 'moved'> {
  const { hub, branch, work, method } = input;
  const synced = await input.sync();
  if ('notice' in synced) return refused(synced.notice);
  const main = synced.head;
  const merged = await mergeOnto(hub, work, main, { method, resolve: input.resolve });
  if (merged.kind === 'contained')
    return { kind: 'applied', commit: main, delivery: await hub.deliver(branch), checks: [] };
  if (merged.kind === 'conflict') return refused(conflict(branch, merged.files));
  const checks = await input.check(merged.commit, await hub.treeOf(merged.commit), main);
  const bad = checks.find((item) => item.outcome !== 'passed');
  if (bad !== undefined) return refused(redWhenMerged(branch, bad), checks);
  await input.intend(merged.commit, checks);
  const moved = await input.move(merged.commit, main);
  if (moved === 'again') return 'moved';
  if (moved !== 'done') return refused(moved.notice, checks);
  return { kind: 'applied', commit: merged.commit, delivery: await hub.deliver(branch), checks };
}

function refused(notice: Failure, checks: readonly Evidence[] = []): ApplyOutcome {
  return { kind: 'refused', notice, checks };
}
