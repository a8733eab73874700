// Phases: few rows, each replaced as a whole by whoever read its newest version.
import { isWithin } from '../../domain/access.ts';
import type { Reach } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { PhaseId, ProjectId } from '../../domain/ids.ts';
import { isOver } from '../../domain/phase.ts';
import type { Phase } from '../../domain/phase.ts';
import type { PhaseFilter, Phases } from '../store.ts';
import { allocate } from './counters.ts';
import { projectsOf } from './projects.ts';
import { decodePhase, encodePhase } from './rows.ts';
import type { Session, Tx } from './session.ts';

export function phases(session: Session): Phases {
  return {
    insert: (phase) => session.write((tx) => insert(tx, phase)),
    get: (id) => session.read((tx) => get(tx, id)),
    find: (ref, projectId, reach = null) => session.read((tx) => find(tx, ref, projectId, reach)),
    list: (filter) => session.read((tx) => list(tx, filter)),
    update: (phase) => session.write((tx) => update(tx, phase)),
  };
}

async function insert(tx: Tx, phase: Phase): Promise<void> {
  const named = await byName(tx, phase.name, phase.projectId);
  const other = named.find((each) => !isOver(each));
  if (other !== undefined)
    throw new AppError('already_exists', `The project has a phase “${phase.name}” already.`, {
      next: 'Finish or cancel it first, or give this one another name.',
      details: { phase: other.id, name: phase.name },
    });
  const ordinal = await allocate(tx, 'phase', 1);
  await tx.db
    .insertInto('phases')
    .values({ ...encodePhase(phase), ordinal })
    .execute();
}

async function get(tx: Tx, id: PhaseId): Promise<Phase | undefined> {
  const row = await tx.db.selectFrom('phases').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodePhase(row);
}

async function find(
  tx: Tx,
  ref: string,
  projectId: ProjectId | undefined,
  reach: Reach,
): Promise<Phase | undefined> {
  const byId = await tx.db.selectFrom('phases').selectAll().where('id', '=', ref).executeTakeFirst();
  const isVisible = (phase: Phase): boolean => isWithin(reach, phase.projectId);
  if (byId !== undefined) return [decodePhase(byId)].find(isVisible);
  const named = (await byName(tx, ref, projectId)).filter(isVisible);
  const active = named.filter((phase) => !isOver(phase));
  if (active.length > 1)
    throw new AppError('ambiguous', `${active.length} projects have a phase “${ref}”.`, {
      next: 'Name the project too, or use the id of the phase.',
      details: { phases: active.map((phase) => ({ id: phase.id, project: phase.projectId })) },
    });
  return active[0] ?? named[0];
}

/** Newest first. */
async function byName(tx: Tx, name: string, projectId: ProjectId | undefined): Promise<readonly Phase[]> {
  const all = tx.db.selectFrom('phases').selectAll().where('name', '=', name).orderBy('ordinal', 'desc');
  const rows = await (projectId === undefined ? all : all.where('project_id', '=', projectId)).execute();
  return rows.map(decodePhase);
}

async function list(tx: Tx, filter: PhaseFilter): Promise<readonly Phase[]> {
  if (filter.states?.length === 0 || filter.reach?.length === 0) return [];
  let select = tx.db.selectFrom('phases').selectAll().orderBy('ordinal', 'desc');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (filter.home !== undefined) select = select.where('project_id', 'in', projectsOf(tx, filter.home));
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  if (filter.states !== undefined) select = select.where('state', 'in', filter.states);
  return (await select.execute()).map(decodePhase);
}

async function update(tx: Tx, phase: Phase): Promise<void> {
  const { id, ...columns } = encodePhase(phase);
  const { numUpdatedRows } = await tx.db
    .updateTable('phases')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', phase.version - 1)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  const now = await get(tx, phase.id);
  if (now === undefined)
    throw new AppError('not_found', `There is no phase ${id}.`, { details: { phase: id } });
  throw new AppError('stale_version', `Phase “${phase.name}” was changed meanwhile.`, {
    next: 'Read it again, then repeat the change.',
    details: { phase: id, version: now.version, expected: phase.version - 1 },
  });
}
