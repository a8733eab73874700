// “May I write this path?”, asked before a write. The same rule decides again about what was really written, at completion.
import { join } from 'node:path';
import type { PhaseId } from '../../domain/ids.ts';
import { ownershipOf } from '../../domain/live-tasks.ts';
import { owns } from '../../domain/ownership.ts';
import { isLive, label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';
import { inTree } from '../in-tree.ts';
import { copyDir } from './copies.ts';
import { entriesOf, nameIn } from './entries.ts';
import { requireHolder } from './holder.ts';
import type { Holder } from './holder.ts';
import { renew } from './lease-calls.ts';

export interface MayWrite {
  /** As it was asked. */
  readonly path: string;
  readonly isAllowed: boolean;
  /** In words, also who owns it instead. */
  readonly reason: string;
  /** Who may write it: the caller's own task, or that of somebody else. */
  readonly owner: Task | null;
}

/** A question is a sign of life too. */
export async function mayWrite(
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  who: Holder & { readonly paths: readonly string[]; readonly leaseMs: number },
): Promise<readonly MayWrite[]> {
  const { task, others, nameOfOther } = await deps.store.transition(async (within) => {
    const held = await requireHolder(within, id, ref, who);
    await renew(within, held.lease, who.leaseMs);
    const entries = await entriesOf(within, held.phase);
    const live = await within.tasks.list({
      projectId: held.task.projectId,
      states: ['starting', 'running', 'waiting'],
    });
    const mine = entries.flatMap((entry) => entry.task ?? []);
    const found = [...live, ...mine.filter((one) => !isLive(one) && one.state !== 'cancelled')];
    return {
      task: held.task,
      others: found.filter((one) => one.id !== held.task.id && one.owns.length > 0),
      nameOfOther: (other: Task) => nameIn(held.phase, other),
    };
  });
  const tree = join(copyDir(deps, task.projectId, task, task.fence), 'tree');
  return Promise.all(
    who.paths.map(async (path) => judge(path, await inTree(tree, path), task, others, nameOfOther)),
  );
}

function judge(
  path: string,
  inside: string | null,
  task: Task,
  others: readonly Task[],
  nameOfOther: (task: Task) => string,
): MayWrite {
  if (inside === null)
    return { path, isAllowed: false, reason: 'It does not lie in the repository.', owner: null };
  if (owns(ownershipOf(task), inside))
    return { path, isAllowed: true, reason: `${label(task)} owns it.`, owner: task };
  const owner = others.find((other) => owns(ownershipOf(other), inside)) ?? null;
  const reason =
    owner === null
      ? `Nobody owns it; this task owns ${task.owns.join(', ')}.`
      : `It belongs to ${nameOfOther(owner)} (${owner.state}).`;
  return { path, isAllowed: false, reason, owner };
}
