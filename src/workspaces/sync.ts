// The hub's branch beside the person's. The hub's is where work is applied; the person's may move at any time, forward
// or (after an amend, a reset, a force) anywhere. Where nothing of ours would be lost, the hub follows.
import type { Oid } from '../domain/ids.ts';
import { fetchFromPerson } from './fetch.ts';
import { publish, recordOf } from './publish.ts';
import type { Sides } from './publish.ts';
import { branchRef, isAncestor, moveRef, readRef } from './refs.ts';
import type { SyncResult } from './workspaces.ts';

/** The person's branch as we last saw it. */
export function upstreamRef(branch: string): string {
  return branchRef(branch).replace(/^refs\/heads\//, 'refs/tasklane/upstream/');
}

/** The branch in the person's repository that holds applied work which their own branch has not taken. */
export function asideName(branch: string): string {
  return `tasklane/${branch}`;
}

export async function sync(sides: Sides, branch: string): Promise<SyncResult> {
  const { git, hubDir, root } = sides;
  const ref = branchRef(branch);
  const before = await readRef(git, hubDir, upstreamRef(branch));
  await fetchFromPerson(git, hubDir, root, ref, upstreamRef(branch));
  const [theirs, ours] = await Promise.all([
    readRef(git, hubDir, upstreamRef(branch)),
    readRef(git, hubDir, ref),
  ]);
  if (theirs === null) throw new Error(`the fetch of ${branch} left no ref`);
  if (ours === null || (ours !== theirs && (await mayFollow(sides, ours, before, theirs)))) {
    // Somebody applied in this very moment: then all of it is looked at again.
    if (!(await moveRef(git, hubDir, ref, theirs, ours))) return sync(sides, branch);
    return settled(sides, branch, theirs);
  }
  if (ours === theirs) return settled(sides, branch, theirs);
  if (await isAncestor(git, hubDir, theirs, ours)) return { head: ours, relation: 'ahead' };
  await publish(sides, asideName(branch), ours);
  return { head: ours, relation: 'diverged' };
}

/** Whether every commit of the hub's branch is, or was, on the person's own: then it holds nothing of ours alone. */
async function mayFollow(
  { git, hubDir }: Sides,
  ours: Oid,
  before: Oid | null,
  theirs: Oid,
): Promise<boolean> {
  if (before !== null && (ours === before || (await isAncestor(git, hubDir, ours, before)))) return true;
  return isAncestor(git, hubDir, ours, theirs);
}

async function settled(sides: Sides, branch: string, head: Oid): Promise<SyncResult> {
  await clearAside(sides, branch);
  return { head, relation: 'same' };
}

/** Once the person's branch holds the work, the branch that offered it goes away. */
export async function clearAside(sides: Sides, branch: string): Promise<void> {
  const name = asideName(branch);
  if ((await readRef(sides.git, sides.hubDir, recordOf(name))) !== null) await publish(sides, name, null);
}
