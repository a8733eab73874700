// The routes of the trash.
import { contract } from '../api/contract.ts';
import type * as json from '../api/trash-schemas.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { Orphan } from '../engine/trash/orphans.ts';
import type { TrashEntry } from '../engine/trash/entries.ts';
import { refuseUnattendedPush } from './may-push.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const dayMs = 86_400_000;

export function trashRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.listTrash, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    const { keepMs, maxBytes, entries, orphans } = await engine.trash.list(project);
    return {
      project_id: project.id,
      project_name: project.name,
      keep_days: keepMs / dayMs,
      max_bytes: maxBytes,
      bytes: sum([...entries, ...orphans]),
      entries: entries.map(entryJson),
      orphans: orphans.map(orphanJson),
    };
  });
  route(app, engine, contract.restoreTrash, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    const { entry, branch = null } = call.body;
    const restored = await engine.trash.restore(project, entry, {
      branch,
      actor: call.actor.username,
      // A queued one may start at once, and what is applied by itself is for those who may apply.
      allow: (task) => refuseUnattendedPush(call, task),
    });
    return { task: restored.task === null ? null : namesOf(restored.task), branch: restored.branch };
  });
  route(app, engine, contract.emptyTrash, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    const { older_than_ms: olderThanMs = 0, only = null, dry_run: dryRun = false } = call.body;
    const { entries, orphans } = await engine.trash.empty(
      project,
      { olderThanMs, only, dryRun },
      call.actor.username,
    );
    return {
      entries: entries.map(entryJson),
      orphans: orphans.map(orphanJson),
      bytes: sum([...entries, ...orphans]),
    };
  });
}

function entryJson({ task, reason, since, until, bytes, head }: TrashEntry): json.TrashEntryJson {
  const { id, ...names } = namesOf(task);
  return { task_id: id, ...names, reason, since: time(since), kept_until: time(until), bytes, head };
}

function orphanJson({ id, kind, owner, foundAt, bytes, path, head }: Orphan): json.TrashOrphanJson {
  return { id, kind, owner, found_at: time(foundAt), bytes, path, head };
}

function namesOf({ id, number, name, title, state }: Task): NonNullable<json.TrashRestoredJson['task']> {
  return { id, number, name, title, state };
}

function sum(all: readonly { readonly bytes: number }[]): number {
  return all.reduce((total, { bytes }) => total + bytes, 0);
}
