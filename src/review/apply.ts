// Apply as a transaction: merge in the hub, test the merged tree in a scratch copy, then one compare-and-swap of the
// branch. Until that swap nothing anybody can see has changed; after it, the person's checkout is only ever
// fast-forwarded. Every step can be repeated: a crash in between is decided by where the branch stands.
import type { Delivery } from '../domain/delivery.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Failure } from '../domain/failure.ts';
import type { Oid } from '../domain/ids.ts';
import type { Hub, Identity } from '../workspaces/workspaces.ts';
import { failureOf } from './classify.ts';

export interface ApplyInput {
  readonly hub: Hub;
  readonly branch: string;
  readonly head: Oid;
  readonly message: string;
  readonly author: Identity;
  /** Runs the checks on a commit in a copy of its own. */
  readonly check: (commit: Oid, tree: Oid, base: Oid) => Promise<readonly Evidence[]>;
  /** Called before the branch moves, so that a restart can see what was meant. */
  readonly intend: (commit: Oid, from: Oid) => Promise<void>;
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
  return refused({
    kind: 'conflict',
    message: `The branch ${input.branch} moved ${maxTries} times while this was being merged and tested.`,
    detail: '',
    next: 'Apply again when the branch is quiet.',
  });
}

async function tryOnce(input: ApplyInput): Promise<ApplyOutcome | 'moved'> {
  const { hub, branch, head } = input;
  const { head: main, relation } = await hub.sync(branch);
  if (relation === 'diverged') return refused(diverged(branch));
  if (await hub.isAncestor(head, main))
    return { kind: 'applied', commit: main, delivery: await hub.deliver(branch), checks: [] };
  const merged = await mergeOnto(input, main);
  if (merged.kind === 'conflict') return refused(conflict(branch, merged.files));
  const checks = await input.check(merged.commit, await hub.treeOf(merged.commit), main);
  const bad = checks.find((item) => item.outcome !== 'passed');
  if (bad !== undefined) return refused(redWhenMerged(branch, bad), checks);
  await input.intend(merged.commit, main);
  if (!(await hub.moveBranch(branch, merged.commit, main))) return 'moved';
  return { kind: 'applied', commit: merged.commit, delivery: await hub.deliver(branch), checks };
}

type Merged =
  | { readonly kind: 'clean'; readonly commit: Oid }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

// Where the branch did not move since the task began, its own commit is the merged one and the history stays straight.
async function mergeOnto(input: ApplyInput, main: Oid): Promise<Merged> {
  const { hub, head } = input;
  if (await hub.isAncestor(main, head)) return { kind: 'clean', commit: head };
  const merge = await hub.merge(main, head);
  if (merge.kind === 'conflict') return merge;
  const commit = await hub.commit({
    tree: merge.tree,
    parents: [main, head],
    message: input.message,
    author: input.author,
  });
  return { kind: 'clean', commit };
}

function refused(notice: Failure, checks: readonly Evidence[] = []): ApplyOutcome {
  return { kind: 'refused', notice, checks };
}

function conflict(branch: string, files: readonly string[]): Failure {
  return {
    kind: 'conflict',
    message: `It conflicts with ${branch} in ${files.length === 1 ? 'one file' : `${files.length} files`}: ${files.join(', ')}.`,
    detail: files.join('\n'),
    next: 'Nothing was changed. Retry it: the next attempt begins at the new branch head and is told of this. Or merge its branch by hand.',
  };
}

function diverged(branch: string): Failure {
  return {
    kind: 'conflict',
    message: `Your ${branch} and the work applied by Tasklane have both moved on.`,
    detail: '',
    next: `Bring them together with \`git merge tasklane/${branch}\` in your repository, then apply again.`,
  };
}

function redWhenMerged(branch: string, bad: Evidence): Failure {
  const failure = failureOf(bad);
  return {
    ...failure,
    message: `Merged into ${branch}, it does not pass: ${failure.message}`,
    next: `Nothing was changed. ${failure.next}`,
  };
}
