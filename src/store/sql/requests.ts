// Requests: each replaced as a whole by whoever read its newest version.
import { isWithin } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import { projectId, requestId } from '../../domain/ids.ts';
import type { RequestId } from '../../domain/ids.ts';
import { laterFields } from '../../domain/planning/request.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { RequestFilter, Requests } from '../store.ts';
import { allocate } from './counters.ts';
import { projectsOf } from './projects.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { RequestRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

export function requests(session: Session): Requests {
  return {
    insert: (request) =>
      session.write(async (tx) => {
        const ordinal = await allocate(tx, 'request', 1);
        await tx.db
          .insertInto('requests')
          .values({ ...encode(request), ordinal })
          .execute();
      }),
    find: (ref, reach = null) => session.read((tx) => find(tx, ref, reach)),
    list: (filter) => session.read((tx) => list(tx, filter)),
    update: (request) => session.write((tx) => update(tx, request)),
  };
}

async function find(tx: Tx, ref: string, reach: RequestFilter['reach'] = null): Promise<Request | undefined> {
  // Only what an id is made of: then no letter of it means something to `like`.
  if (!/^[0-9a-f-]{4,36}$/.test(ref)) return undefined;
  const rows = await tx.db
    .selectFrom('requests')
    .selectAll()
    .where('id', 'like', `${ref}%`)
    .limit(20)
    .execute();
  const found = rows.map(decode).filter(({ projectId: of }) => isWithin(reach, of));
  if (found.length < 2) return found[0];
  throw new AppError('ambiguous', `${found.length} requests begin with “${ref}”.`, {
    next: 'Give more of the id.',
    details: { requests: found.map(({ id }) => id) },
  });
}

async function list(tx: Tx, filter: RequestFilter): Promise<readonly Request[]> {
  if (filter.states?.length === 0 || filter.reach?.length === 0) return [];
  let select = tx.db.selectFrom('requests').selectAll().orderBy('ordinal', 'desc');
  if (filter.projectId !== undefined) select = select.where('project_id', '=', filter.projectId);
  if (filter.home !== undefined) select = select.where('project_id', 'in', projectsOf(tx, filter.home));
  if (filter.reach != null) select = select.where('project_id', 'in', filter.reach);
  if (filter.states !== undefined) select = select.where('state', 'in', filter.states);
  return (await select.execute()).map(decode);
}

async function update(tx: Tx, request: Request): Promise<void> {
  const { id, ...columns } = encode(request);
  const { numUpdatedRows } = await tx.db
    .updateTable('requests')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', request.version - 1)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  throw await refusal(tx, request.id, request.version - 1);
}

async function refusal(tx: Tx, id: RequestId, expected: number): Promise<AppError> {
  const now = await find(tx, id);
  if (now === undefined)
    return new AppError('not_found', `There is no request ${id}.`, { details: { request: id } });
  return new AppError('stale_version', 'The request was changed meanwhile.', {
    next: 'Read it again, then repeat the change.',
    details: { request: id, version: now.version, expected },
  });
}

function encode(request: Request): Omit<RequestRow, 'ordinal'> {
  const { id, projectId: project, state, version, ...rest } = request;
  return { id, project_id: project, state, version, body: encodeJson(rest) };
}

function decode(row: Omit<RequestRow, 'ordinal'>): Request {
  return {
    ...laterFields,
    ...(decodeJson(row.body) as object),
    id: requestId(row.id),
    projectId: projectId(row.project_id),
    state: row.state,
    version: row.version,
  } as Request;
}
