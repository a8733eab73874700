// Deleting for good. The store is told first: from then on nobody can restore it, and where a kill comes in between the next
// start finds a task without work that has refs, and goes on (recover.ts).
import type { Task } from '../../domain/task.ts';
import type { TrashPlace } from './deps.ts';
import { foldersOf } from './entries.ts';
import { hideBranch } from './put.ts';

/** Throws `invalid_transition` when it is not in the trash any more. */
export async function emptyTask(place: TrashPlace, task: Task, actor: string): Promise<void> {
  await erase(place, await place.deps.store.tasks.change(task.id, { type: 'emptied' }, { actor }));
}

/** Takes away all that is left of the work of a task that was emptied. Its refs go last. */
export async function erase(place: TrashPlace, task: Task): Promise<void> {
  const { deps, hub } = place;
  await hideBranch(place, task);
  for (const folder of await foldersOf(place, task)) await deps.workspaces.remove(folder);
  await hub.shelves.clear(task.id, 'trash');
  await hub.shelves.clear(task.id, 'pin');
}
