// Looks at what a task really changed. Who declared which files it may change is held to it: the task fails with the
// paths named, or its work goes on without them. The agent's working copy is left as it is either way.
import type { Failure } from '../domain/failure.ts';
import type { Oid } from '../domain/ids.ts';
import { ownershipOf } from '../domain/live-tasks.ts';
import { notOwned, owns } from '../domain/ownership.ts';
import type { Ownership } from '../domain/ownership.ts';
import { workMessageOf } from './commit-message.ts';
import { pinName } from './run-context.ts';
import type { RunContext } from './run-context.ts';

export type Gate =
  | { readonly kind: 'passed'; readonly head: Oid }
  /** `head` has the owned changes only, and no agent's copy has this tree: checks need one of their own. */
  | { readonly kind: 'reverted'; readonly head: Oid }
  | { readonly kind: 'violated'; readonly head: Oid; readonly failure: Failure };

/** `parent` is the commit that `head` was made on; both are after `base`. */
export async function gateOwnership(run: RunContext, base: Oid, parent: Oid, head: Oid): Promise<Gate> {
  if (run.task.owns.length === 0 || head === base) return { kind: 'passed', head };
  const ownership = ownershipOf(run.task);
  const bad = await violations(run, ownership, base, head);
  if (bad.length === 0) return { kind: 'passed', head };
  if (run.task.onViolation === 'fail') return { kind: 'violated', head, failure: failureOf(run, bad) };
  const kept = await withoutViolations(run, ownership, base, parent, head);
  const left = await violations(run, ownership, base, kept);
  // A file that became a folder cannot be taken back without the folder: that is for a person to decide.
  if (left.length > 0) return { kind: 'violated', head, failure: failureOf(run, left) };
  run.note('warning', `Left out, because it does not own them: ${bad.join(', ')}`);
  return { kind: 'reverted', head: kept };
}

// A rename changes two paths: the one that is gone counts as much as the new one.
async function violations(
  run: RunContext,
  ownership: Ownership,
  base: Oid,
  head: Oid,
): Promise<readonly string[]> {
  const files = await run.hub.changedFiles(base, head);
  const paths = files.flatMap((file) => (file.from === null ? [file.path] : [file.from, file.path]));
  return notOwned(ownership, paths);
}

async function withoutViolations(
  run: RunContext,
  ownership: Ownership,
  base: Oid,
  parent: Oid,
  head: Oid,
): Promise<Oid> {
  const { hub, task, author } = run;
  // What is left out stays reachable, for whoever wants to see it.
  await hub.pin(pinName(task, 'left-out'), head);
  const tree = await hub.treeWithOnly(base, head, (path) => owns(ownership, path));
  if (tree === (await hub.treeOf(parent))) return parent;
  const message = workMessageOf(task, run.account, parent === base);
  return hub.commit({ tree, parents: [parent], message, author });
}

const maxNamed = 10;

function failureOf(run: RunContext, paths: readonly string[]): Failure {
  const more = paths.length > maxNamed ? `, and ${paths.length - maxNamed} more` : '';
  return {
    kind: 'ownership_violation',
    message: `It changed what it does not own: ${paths.slice(0, maxNamed).join(', ')}${more}.`,
    detail: `It owns:\n${run.task.owns.join('\n')}\n\nNot owned:\n${paths.join('\n')}`,
    next: `Its work is on the branch ${run.task.branch}. Retry it (the agent is told), or create it anew with --owns for these paths.`,
  };
}
