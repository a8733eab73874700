// At the start: what a kill left half done is finished, and what belongs to no task is put aside. The store says what is to be;
// refs and folders follow it.
import { messageOf } from '../../domain/errors.ts';
import { taskId } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import { isEmptied } from '../../domain/trash.ts';
import type { Shelved } from '../../workspaces/shelves.ts';
import type { TrashPlace } from './deps.ts';
import { erase } from './empty.ts';
import { putAway } from './put.ts';

/** Before deleted work had a shelf of its own, it was pinned as `trash/<task>`. */
const oldShelf = 'trash';

/** Copies for planners and pins of what conflicts taught have other names: they belong to no task, and are none of ours. */
const isTaskId = (name: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

export async function recoverTrash(place: TrashPlace): Promise<void> {
  const { deps, project, hub } = place;
  const pinned = await hub.shelves.on('pin');
  const trashed = await hub.shelves.on('trash');
  const copies = await deps.workspaces.ownersOf(project.id, 'ws');
  const logs = await deps.workspaces.ownersOf(project.id, 'logs');
  const known = await tasksOf(place, [...pinned.keys(), ...trashed.keys(), ...copies, ...logs]);
  await takeOver(place, pinned.get(oldShelf), known);

  for (const id of new Set([...pinned.keys(), ...trashed.keys(), ...copies])) {
    const task = known.get(id);
    if (task !== undefined)
      await settle(place, task, { isPinned: pinned.has(id), isTrashed: trashed.has(id) });
    else if (isTaskId(id)) await orphan(place, id);
  }
  const spared = new Set([...known.keys(), ...[...copies, ...logs].filter((name) => !isTaskId(name))]);
  const found = await deps.workspaces.quarantine(project.id, spared, deps.now());
  if (found.length > 0)
    deps.log.warn(
      { project: project.name, found },
      'folders without a task were put aside: tasklane trash list',
    );
}

async function tasksOf(
  { deps, project }: TrashPlace,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Task>> {
  const tasks = await deps.store.tasks.several([...new Set(ids)].map(taskId));
  return new Map(tasks.filter((task) => task.projectId === project.id).map((task) => [task.id, task]));
}

async function settle(
  place: TrashPlace,
  task: Task,
  { isPinned, isTrashed }: { readonly isPinned: boolean; readonly isTrashed: boolean },
): Promise<void> {
  const { deps, hub } = place;
  try {
    if (isEmptied(task)) await erase(place, task);
    else if (task.deletedAt !== null) {
      const dir = deps.workspaces.dirOf(task.projectId, task.id);
      if (isPinned || (await deps.workspaces.sizeOf(dir)) > 0) await putAway(place, task);
    } else if (isTrashed) {
      await hub.shelves.copy(task.id, 'trash', 'pin');
      await hub.shelves.clear(task.id, 'trash');
    }
  } catch (error) {
    // One task must not keep the others, or the daemon, from starting.
    deps.log.warn(
      { taskId: task.id, error: messageOf(error) },
      'its place in the trash could not be settled',
    );
  }
}

async function orphan({ deps, hub }: TrashPlace, id: string): Promise<void> {
  for (const shelf of ['pin', 'trash'] as const)
    await hub.shelves.move(id, shelf, 'orphan', `${id}--${deps.now()}`);
  deps.log.warn({ owner: id }, 'commits without a task were put aside: tasklane trash list');
}

async function takeOver(
  { hub }: TrashPlace,
  old: Shelved | undefined,
  known: ReadonlyMap<string, Task>,
): Promise<void> {
  for (const [id, commit] of old ?? []) {
    const task = known.get(id);
    if (task !== undefined && (await hub.pinned(`${id}/head`)) === null) await hub.pin(`${id}/head`, commit);
    await hub.pin(`${oldShelf}/${id}`, null);
  }
}
