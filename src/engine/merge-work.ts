// Brings a commit of a task to its project's branch, and can tell later whether that happened. The caller holds the
// project's branch lock.
import { oid } from '../domain/ids.ts';
import type { Oid } from '../domain/ids.ts';
import type { Task } from '../domain/task.ts';
import { applyToBranch } from '../review/apply.ts';
import type { ApplyOutcome } from '../review/apply.ts';
import type { Hub, Identity } from '../workspaces/workspaces.ts';
import { mergeMessage } from './commit-message.ts';
import type { EngineDeps } from './deps.ts';
import { checkCommit } from './scratch.ts';
import type { ScratchInput } from './scratch.ts';

const intentKey = 'apply';

export interface MergeInput extends Omit<ScratchInput, 'on'> {
  readonly head: Oid;
  readonly summary: string;
  readonly author: Identity;
  /** Called when all is merged and tested, right before the branch moves. What it throws stops that. */
  readonly beforeMove?: () => Promise<void>;
}

export async function mergeWork(input: MergeInput): Promise<ApplyOutcome> {
  const { deps, hub, project, task } = input;
  return applyToBranch({
    hub,
    branch: project.branch,
    head: input.head,
    message: mergeMessage(task, input.summary),
    author: input.author,
    check: async (commit, tree, base) => checkCommit({ ...input, on: 'merged' }, commit, tree, base),
    intend: async (commit) => {
      await deps.store.steps.put(task.id, intentKey, commit);
      await input.beforeMove?.();
    },
  });
}

/** The commit with which the task's work reached the branch, or null: it did not. The branch itself is asked. */
export async function landedCommit(
  deps: Pick<EngineDeps, 'store'>,
  task: Task,
  hub: Hub,
  branch: string,
): Promise<Oid | null> {
  const stored = await deps.store.steps.get(task.id, intentKey);
  if (typeof stored !== 'string') return null;
  const head = await hub.branchHead(branch);
  return head !== null && (await hub.isAncestor(oid(stored), head)) ? oid(stored) : null;
}

/** Clears away what is not needed once the work is on the branch. Never rejects: the work is there already. */
export async function clearUp(
  deps: Pick<EngineDeps, 'workspaces' | 'log'>,
  task: Task,
  hub: Hub,
): Promise<void> {
  try {
    await deps.workspaces.remove(deps.workspaces.dirOf(task.projectId, task.id));
    await hub.publish(task.branch, null);
  } catch (error) {
    deps.log.warn({ taskId: task.id, error: String(error) }, 'could not clear up after an apply');
  }
}
