// The commits that tasks stand on beside those that refs keep: where their copies and their results begin.
import type { Oid } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { isEmptied } from '../../domain/trash.ts';
import type { Store } from '../../store/store.ts';

/** Of all tasks of the project that are not done and whose work was not deleted for good. */
export async function neededBy(store: Pick<Store, 'tasks'>, project: Project): Promise<readonly Oid[]> {
  const tasks = await store.tasks.list({ projectId: project.id, withDeleted: true });
  const needed = tasks
    .filter((task) => task.state !== 'done' && !isEmptied(task))
    .flatMap(({ baseCommit, result }) => [baseCommit, result?.base ?? null]);
  return [...new Set(needed.filter((commit) => commit !== null))];
}
