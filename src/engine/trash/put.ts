// Deleting a task: what it had done goes into the trash. Every step can be done again, and moving its refs is the last one:
// where a kill comes in between, the next start finds a deleted task whose refs still lie where they were (recover.ts).
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import { workMessage } from '../commit-message.ts';
import { nobody, pinName } from '../run-context.ts';
import type { TrashPlace } from './deps.ts';

/**
 * Commits what a copy has that no commit has; where that is refused (a file too large, a repository inside), the copy gives
 * up its name and stays. Before the task is deleted: until then nothing is lost whatever happens.
 */
export async function secureCopy({ deps, project, hub }: TrashPlace, task: Task): Promise<void> {
  const dir = deps.workspaces.dirOf(project.id, task.id);
  const copy = await deps.workspaces.strategy.open(dir);
  if (copy === undefined || task.baseCommit === null) return;
  try {
    const parent = (await hub.pinned(pinName(task))) ?? task.baseCommit;
    const author = (await deps.workspaces.repositories.identity(project.root)) ?? nobody;
    const { changed, head } = await hub.snapshot(copy, parent, { message: workMessage(task, ''), author });
    if (changed) await hub.pin(pinName(task), head);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const kept = await deps.workspaces.setAside(dir);
    deps.log.warn({ taskId: task.id, kept, error: messageOf(error) }, 'uncommitted work was set aside');
  }
}

/** Of a task that is deleted: takes its copy and its branch away, and puts its commits into the trash. */
export async function putAway({ deps, project, hub }: TrashPlace, task: Task): Promise<void> {
  await hideBranch({ deps, project, hub }, task);
  // What was set aside from it stays until the trash is emptied.
  await deps.workspaces.remove(deps.workspaces.dirOf(project.id, task.id));
  await hub.shelves.move(task.id, 'pin', 'trash');
}

/** Takes the branch with the work away, unless it is the person's by now. A repository that is gone has none. */
export async function hideBranch({ deps, hub }: TrashPlace, task: Task): Promise<void> {
  try {
    await hub.publish(task.branch, null);
  } catch (error) {
    deps.log.warn(
      { taskId: task.id, error: messageOf(error) },
      'the branch of a task could not be taken away',
    );
  }
}
