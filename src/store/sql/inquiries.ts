// What agents want from people. A row is written when it is asked, and once more when it is closed.
import { AppError } from '../../domain/errors.ts';
import type { Inquiry, InquiryOutcome } from '../../domain/inquiry.ts';
import type { Inquiries, InquiryFilter } from '../store.ts';
import { allocate } from './counters.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { InquiryRow } from './schema.ts';
import type { Session, Tx } from './session.ts';
import { taskHead } from './task-head.ts';

export function inquiries(session: Session): Inquiries {
  return {
    insert: (inquiry) => session.write((tx) => insert(tx, inquiry)),
    get: (id) => session.read((tx) => get(tx, id)),
    list: (filter) => session.read((tx) => list(tx, filter)),
    close: (id, outcome) => session.write((tx) => close(tx, id, outcome)),
  };
}

async function insert(tx: Tx, inquiry: Inquiry): Promise<void> {
  await taskHead(tx, inquiry.taskId);
  const ordinal = await allocate(tx, 'inquiry', 1);
  await tx.db
    .insertInto('inquiries')
    .values({ ...encode(inquiry), ordinal })
    .execute();
}

async function get(tx: Tx, id: string): Promise<Inquiry | undefined> {
  const row = await tx.db.selectFrom('inquiries').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decode(row);
}

async function list(tx: Tx, filter: InquiryFilter): Promise<readonly Inquiry[]> {
  const { taskId, projectId, reach, kind, outcome, after, limit } = filter;
  if (reach?.length === 0) return [];
  let rows = tx.db.selectFrom('inquiries').selectAll();
  if (taskId !== undefined) rows = rows.where('task_id', '=', taskId);
  if (projectId !== undefined) rows = rows.where('project_id', '=', projectId);
  if (reach != null) rows = rows.where('project_id', 'in', [...reach]);
  if (kind !== undefined) rows = rows.where('kind', '=', kind);
  if (outcome !== undefined) rows = rows.where('outcome', '=', outcome);
  if (after !== undefined)
    rows = rows.where('ordinal', '>', (sub) =>
      sub.selectFrom('inquiries').select('ordinal').where('id', '=', after),
    );
  if (limit !== undefined) rows = rows.limit(limit);
  return (await rows.orderBy('ordinal').execute()).map(decode);
}

async function close(tx: Tx, id: string, outcome: InquiryOutcome): Promise<Inquiry> {
  const before = await get(tx, id);
  if (before === undefined)
    throw new AppError('not_found', `There is no approval or question ${id}.`, {
      next: 'List those that are open with `tasklane task approvals`.',
      details: { inquiry: id },
    });
  // Two people may decide at the same moment: the first one has.
  if (before.outcome.kind !== 'open') return before;
  const after: Inquiry = { ...before, outcome };
  const { id: _, ...columns } = encode(after);
  await tx.db.updateTable('inquiries').set(columns).where('id', '=', id).execute();
  return after;
}

function encode(inquiry: Inquiry): Omit<InquiryRow, 'ordinal'> {
  const { id, projectId, taskId, kind, ...rest } = inquiry;
  return {
    id,
    project_id: projectId,
    task_id: taskId,
    kind,
    outcome: inquiry.outcome.kind,
    body: encodeJson(rest),
  };
}

function decode(row: InquiryRow): Inquiry {
  return {
    ...(decodeJson(row.body) as object),
    id: row.id,
    projectId: row.project_id,
    taskId: row.task_id,
    kind: row.kind,
  } as Inquiry;
}
