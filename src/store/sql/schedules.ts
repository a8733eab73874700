// Schedules: few rows, each replaced as a whole by whoever read its newest version.
import { AppError } from '../../domain/errors.ts';
import { projectId, scheduleId } from '../../domain/ids.ts';
import type { ScheduleId } from '../../domain/ids.ts';
import type { Schedule } from '../../domain/planning/schedule.ts';
import type { ScheduleFilter, Schedules } from '../sources.ts';
import { allocate } from './counters.ts';
import { projectsOf } from './projects.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { ScheduleRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

export function schedules(session: Session): Schedules {
  return {
    insert: (schedule) => session.write((tx) => insert(tx, schedule)),
    get: (id) => session.read((tx) => get(tx, id)),
    list: (filter) => session.read((tx) => list(tx, filter)),
    update: (schedule) => session.write((tx) => update(tx, schedule)),
    remove: (id) =>
      session.write(async (tx) => void (await tx.db.deleteFrom('schedules').where('id', '=', id).execute())),
  };
}

async function insert(tx: Tx, schedule: Schedule): Promise<void> {
  await refuseTaken(tx, schedule);
  const ordinal = await allocate(tx, 'schedule', 1);
  await tx.db
    .insertInto('schedules')
    .values({ ...encode(schedule), ordinal })
    .execute();
}

async function refuseTaken(tx: Tx, { id, projectId: project, name }: Schedule): Promise<void> {
  const other = await tx.db
    .selectFrom('schedules')
    .select('id')
    .where('project_id', '=', project)
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (other === undefined) return;
  const message = `The project has a schedule “${name}” already.`;
  throw new AppError('already_exists', message, {
    next: 'Give this one another name, or delete that one.',
    details: { schedule: other.id, name, problems: [{ field: 'name', message }] },
  });
}

async function get(tx: Tx, id: ScheduleId): Promise<Schedule | undefined> {
  const row = await tx.db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decode(row);
}

async function list(tx: Tx, filter: ScheduleFilter): Promise<readonly Schedule[]> {
  if (filter.reach?.length === 0) return [];
  let select = tx.db.selectFrom('schedules').selectAll().orderBy('ordinal');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (filter.home !== undefined) select = select.where('project_id', 'in', projectsOf(tx, filter.home));
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  if (filter.dueBy !== undefined)
    select = select.where('state', '=', 'active').where('next_at', '<=', filter.dueBy);
  return (await select.execute()).map(decode);
}

// The version is asked for in the statement that writes: of two who take up one run, one is told that it was taken.
async function update(tx: Tx, schedule: Schedule): Promise<void> {
  const { id, ...columns } = encode(schedule);
  const expected = schedule.version - 1;
  await refuseTaken(tx, schedule);
  const { numUpdatedRows } = await tx.db
    .updateTable('schedules')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', expected)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  const now = await get(tx, schedule.id);
  if (now === undefined)
    throw new AppError('not_found', `There is no schedule ${id}.`, { details: { schedule: id } });
  throw new AppError('stale_version', `Schedule ${now.name} was changed meanwhile.`, {
    next: 'Read it again, then repeat the change.',
    details: { schedule: id, version: now.version, expected },
  });
}

function encode(schedule: Schedule): Omit<ScheduleRow, 'ordinal'> {
  const { id, projectId: project, name, state, nextAt, version, ...rest } = schedule;
  return { id, project_id: project, name, state, next_at: nextAt, version, body: encodeJson(rest) };
}

function decode(row: Omit<ScheduleRow, 'ordinal'>): Schedule {
  return {
    ...(decodeJson(row.body) as object),
    id: scheduleId(row.id),
    projectId: projectId(row.project_id),
    name: row.name,
    state: row.state,
    nextAt: row.next_at,
    version: row.version,
  } as Schedule;
}
