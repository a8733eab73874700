// After a crash or an error in the middle of an apply: the branch itself says whether it happened. What is on it is done,
// and is delivered now; what is not goes on waiting in the queue.
import { mergeOf } from '../../domain/merge-entry.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineDeps } from '../deps.ts';
import { findProject } from '../find.ts';
import { usesOf } from '../conflicts/uses.ts';
import { lookAtRemote } from '../target.ts';
import { clearUp, headOf, landedWork } from '../merge-work.ts';
import type { LandedDeps } from '../merge-work.ts';

type Deps = LandedDeps & Pick<EngineDeps, 'now'>;

/** True when the work of the task, which is being applied, is on the branch: it is done then. */
export async function finishLanded(deps: Deps, task: Task, actor: string): Promise<boolean> {
  const project = await findProject(deps.store, task.projectId);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const target = { hub, project, settings: await deps.settings(project) };
  await lookAtRemote(target);
  const landed = await landedWork(deps, task, headOf(task), target);
  if (landed === null) return false;
  const delivery = await hub.deliver(project.branch);
  const done = await deps.store.transition(async (within) => {
    await within.resolutions.used(await usesOf(within, task.id), deps.now());
    return within.tasks.change(
      task.id,
      { type: 'applied', commit: landed.commit, delivery, checks: landed.checks },
      { actor },
    );
  });
  await clearUp(deps, done, hub);
  return true;
}

/** The same for a task that an earlier daemon left while it was being applied. */
export async function recoverApply(deps: Deps, task: Task): Promise<void> {
  const actor = mergeOf(task)?.by ?? 'recovery';
  if (await finishLanded(deps, task, actor)) return;
  await deps.store.tasks.change(task.id, { type: 'lost' }, { actor: 'recovery' });
}
