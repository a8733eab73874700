// How conflicts were resolved: a row for each, found by what the conflict is about.
import { projectId, resolutionId } from '../../domain/ids.ts';
import type { ProjectId, ResolutionId } from '../../domain/ids.ts';
import { afterUse, conflictKey } from '../../domain/resolution.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { Resolutions } from '../store.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { ResolutionRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

export function resolutions(session: Session): Resolutions {
  return {
    put: (resolution) => session.write((tx) => put(tx, resolution)),
    get: (id) => session.read(async (tx) => (await several(tx, [id]))[0]),
    find: (project, conflicts) => session.read((tx) => find(tx, project, conflicts)),
    list: (project) => session.read((tx) => list(tx, project)),
    used: (ids, at) => session.write((tx) => used(tx, ids, at)),
    remove: (ids) => session.write((tx) => remove(tx, ids)),
  };
}

async function put(tx: Tx, resolution: Resolution): Promise<void> {
  const row = encode(resolution);
  const { id, created_at, body } = row;
  await tx.db
    .insertInto('resolutions')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'conflict']).doUpdateSet({ id, created_at, body }),
    )
    .execute();
}

async function several(tx: Tx, ids: readonly ResolutionId[]): Promise<readonly Resolution[]> {
  if (ids.length === 0) return [];
  const rows = await tx.db.selectFrom('resolutions').selectAll().where('id', 'in', ids).execute();
  return rows.map(decode);
}

async function find(
  tx: Tx,
  project: ProjectId,
  conflicts: readonly string[],
): Promise<readonly Resolution[]> {
  if (conflicts.length === 0) return [];
  const ofProject = tx.db.selectFrom('resolutions').selectAll().where('project_id', '=', project);
  return (await ofProject.where('conflict', 'in', conflicts).execute()).map(decode);
}

async function list(tx: Tx, project: ProjectId): Promise<readonly Resolution[]> {
  const ofProject = tx.db.selectFrom('resolutions').selectAll().where('project_id', '=', project);
  const rows = await ofProject.orderBy('created_at', 'desc').orderBy('id').execute();
  return rows.map(decode);
}

async function used(tx: Tx, ids: readonly ResolutionId[], at: number): Promise<void> {
  for (const resolution of await several(tx, ids)) {
    const { id, body } = encode(afterUse(resolution, at));
    await tx.db.updateTable('resolutions').set({ body }).where('id', '=', id).execute();
  }
}

async function remove(tx: Tx, ids: readonly ResolutionId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const gone = await tx.db.deleteFrom('resolutions').where('id', 'in', ids).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

function encode(resolution: Resolution): ResolutionRow {
  const { id, projectId: project, createdAt, ...rest } = resolution;
  return {
    id,
    project_id: project,
    conflict: conflictKey(resolution),
    created_at: createdAt,
    body: encodeJson(rest),
  };
}

function decode(row: ResolutionRow): Resolution {
  const body = decodeJson(row.body) as Omit<Resolution, 'id' | 'projectId' | 'createdAt' | 'place' | 'also'> &
    Partial<Pick<Resolution, 'place' | 'also'>>;
  return {
    ...body,
    place: body.place ?? null, // those of before have neither
    also: body.also ?? [],
    id: resolutionId(row.id),
    projectId: projectId(row.project_id),
    createdAt: row.created_at,
  };
}
