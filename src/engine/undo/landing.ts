// How the work of an applied task came to its branch: the commit with which it was there, and the one before. Read from the
// branch itself, so that it holds for a fast-forward, a merge, a squash, and commits that were made anew on top.
import type { Oid } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import type { MainlineCommit } from '../../workspaces/mainline.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { isMadeFor } from '../commit-message.ts';

export interface Landing {
  readonly commit: Oid;
  /** What the branch was without it. */
  readonly before: Oid;
}

/** More steps than one task has commits. */
const longest = 1000;

/** Null where the branch does not say it. `applied` is where the branch stood when the task was done. */
export async function findLanding(
  hub: Pick<Hub, 'isAncestor' | 'mainline'>,
  task: Task,
  applied: Oid,
): Promise<Landing | null> {
  const head = task.result?.head;
  if (head === undefined || !(await hub.isAncestor(head, applied))) return ownCommits(hub, task, applied);
  const step = await oldestWith(hub, head, await hub.mainline(applied, { not: head, limit: longest }));
  const [first, ...others] = step?.parents ?? [];
  if (step !== undefined && first !== undefined && others.length > 0 && first !== head)
    return { commit: step.oid, before: first };
  return ownCommits(hub, task, head);
}

/** Of the steps of the branch, newest first, that hold the work, the oldest: it brought it. All that come after it do too. */
async function oldestWith(
  hub: Pick<Hub, 'isAncestor'>,
  head: Oid,
  steps: readonly MainlineCommit[],
): Promise<MainlineCommit | undefined> {
  let found: MainlineCommit | undefined;
  for (let [from, to] = [0, steps.length]; from < to;) {
    const middle = (from + to) >> 1;
    const step = steps[middle];
    if (step !== undefined && (await hub.isAncestor(head, step.oid))) {
      found = step;
      from = middle + 1;
    } else to = middle;
  }
  return found;
}

/** The newest steps of the branch that were made for this task, and what they stand on. */
async function ownCommits(hub: Pick<Hub, 'mainline'>, task: Task, top: Oid): Promise<Landing | null> {
  const steps = await hub.mainline(top, { limit: longest });
  const other = steps.findIndex(({ message }) => !isMadeFor(task, message));
  const oldest = other === -1 ? undefined : steps[other - 1];
  const [before] = oldest?.parents ?? [];
  return before === undefined ? null : { commit: top, before };
}
