// What is in the trash of a project, and what it takes on disk.
import type { Oid } from '../../domain/ids.ts';
import { isInside } from '../../domain/inside-task.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import { keptUntil, trashedAt, trashReason } from '../../domain/trash.ts';
import type { TrashReason } from '../../domain/trash.ts';
import type { Shelved } from '../../workspaces/shelves.ts';
import type { TrashPlace } from './deps.ts';
import { orphansIn } from './orphans.ts';
import type { Orphan } from './orphans.ts';

export interface TrashEntry {
  readonly task: Task;
  readonly reason: TrashReason;
  /** Since when, in milliseconds since 1970, like `until`: then it is deleted for good. */
  readonly since: number;
  readonly until: number;
  /** What would be free on disk without it. */
  readonly bytes: number;
  /** Its newest commit, or that of its last attempt; null: it had made none. */
  readonly head: Oid | null;
}

export interface TrashView {
  readonly project: Project;
  readonly keepMs: number;
  readonly maxBytes: number | null;
  /** The newest first. */
  readonly entries: readonly TrashEntry[];
  readonly orphans: readonly Orphan[];
}

export async function viewTrash(place: TrashPlace): Promise<TrashView> {
  const { deps, project } = place;
  const { keepMs, trashBytes: maxBytes } = await deps.settings(project);
  return {
    project,
    keepMs,
    maxBytes,
    entries: await entriesIn(place, keepMs),
    orphans: await orphansIn(place),
  };
}

/** The newest first. */
export async function entriesIn(
  { deps, project, hub }: TrashPlace,
  keepMs: number,
): Promise<readonly TrashEntry[]> {
  const all = await deps.store.tasks.list({ projectId: project.id, putAway: true });
  const found = all
    .flatMap((task) => {
      // What worked inside another agent left nothing of its own.
      const reason = isInside(task) ? null : trashReason(task);
      return reason === null
        ? []
        : [{ task, reason, since: trashedAt(task), until: keptUntil(task, keepMs) }];
    })
    .toSorted((one, other) => other.since - one.since);
  const [pinned, trashed] = await Promise.all([hub.shelves.on('pin'), hub.shelves.on('trash')]);
  const commits = await hub.shelves.bytes(found.map(({ task }) => task));
  const entries: TrashEntry[] = [];
  for (const entry of found) {
    const { id } = entry.task;
    const bytes = (commits.get(id) ?? 0) + (await filesOf({ deps, project, hub }, entry.task));
    entries.push({ ...entry, bytes, head: headOf(trashed.get(id)) ?? headOf(pinned.get(id)) });
  }
  return entries;
}

/** The newest work: of the attempt that was under way, else of the last one before it. */
function headOf(shelved: Shelved | undefined): Oid | null {
  if (shelved === undefined) return null;
  const attempts = [...shelved.keys()]
    .flatMap((name) => /^attempt-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => other - one);
  return shelved.get('head') ?? shelved.get(`attempt-${attempts[0] ?? ''}`) ?? null;
}

/** The folders that go with it for good. The logs of a task that is still shown stay with it. */
export async function foldersOf(
  { deps, project }: Pick<TrashPlace, 'deps' | 'project'>,
  task: Task,
): Promise<readonly string[]> {
  const dir = deps.workspaces.dirOf(project.id, task.id);
  const logs = task.deletedAt === null ? [] : [deps.logDir(project.id, task.id)];
  return [dir, ...(await deps.workspaces.keptOf(dir)), ...logs];
}

async function filesOf(place: TrashPlace, task: Task): Promise<number> {
  let bytes = 0;
  for (const folder of await foldersOf(place, task)) bytes += await place.deps.workspaces.sizeOf(folder);
  return bytes;
}
