// The event log. It only grows; ids rise in commit order over everything, `seq` counts without gaps within a task.
import type { EventBody, EventRecord } from '../../domain/event.ts';
import type { ProjectId, TaskId } from '../../domain/ids.ts';
import type { EventQuery, Events } from '../store.ts';
import { allocate, lastAllocated } from './counters.ts';
import { kept } from './kept.ts';
import { asStored, decodeEvent, encodeEvent } from './rows.ts';
import { checkFence, taskHead } from './task-head.ts';
import type { EventRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

const defaultLimit = 1000;

// SQLite binds at most 32,766 values in one statement, an event has seven.
const rowsPerInsert = 1000;

export function events(session: Session): Events {
  return {
    append: (id, bodies, options) =>
      session.write(async (tx) => {
        if (bodies.some((body) => body.type === 'task.created' || body.type === 'task.changed'))
          throw new Error(`task ${id}: only tasks.create and tasks.change write task events`);
        const head = await taskHead(tx, id);
        checkFence(head, options.fence);
        return appendRecords(
          tx,
          { taskId: id, projectId: head.projectId, actor: options.actor, at: tx.now() },
          bodies,
        );
      }),
    read: (query) => session.ask((tx) => readLog(tx, query)),
    last: () => session.ask((tx) => lastAllocated(tx, 'event')),
  };
}

export interface Origin {
  readonly taskId: TaskId;
  readonly projectId: ProjectId;
  readonly actor: string;
  readonly at: number;
}

/** Appends without asking whether the caller may. Part of every change of a task, in its transaction. */
export async function appendRecords(
  tx: Tx,
  origin: Origin,
  bodies: readonly EventBody[],
): Promise<readonly EventRecord[]> {
  if (bodies.length === 0) return [];
  const firstId = await allocate(tx, 'event', bodies.length);
  const known = tx.known.get(origin.taskId);
  const firstSeq = (known?.lastSeq ?? (await lastSeq(tx, origin.taskId))) + 1;
  const records = bodies.map((body, index) => ({
    id: firstId + index,
    projectId: origin.projectId,
    taskId: origin.taskId,
    seq: firstSeq + index,
    at: origin.at,
    actor: origin.actor,
    // What listeners hear is what a reader will find, also where JSON cannot say all that the value did.
    body: asStored(body),
  }));
  await insert(tx, records.map(encodeEvent));
  tx.appended.push(...records);
  if (known !== undefined) tx.known.set(origin.taskId, { ...known, lastSeq: known.lastSeq + records.length });
  return records;
}

async function insert(tx: Tx, rows: readonly EventRow[]): Promise<void> {
  const [only] = rows;
  // Most often there is one: the change of a task.
  if (rows.length === 1 && only !== undefined) await insertEvent(tx, only);
  else
    for (let from = 0; from < rows.length; from += rowsPerInsert)
      await tx.db
        .insertInto('events')
        .values(rows.slice(from, from + rowsPerInsert))
        .execute();
}

export const insertEvent = kept((db, given: EventRow) =>
  db.insertInto('events').values({
    id: given.id,
    project_id: given.project_id,
    task_id: given.task_id,
    seq: given.seq,
    at: given.at,
    actor: given.actor,
    body: given.body,
  }),
);

// The last event's own number, by the unique index (task_id, seq): no counter beside the log that could disagree with it.
async function lastSeq(tx: Tx, id: TaskId): Promise<number> {
  const [row] = (await selectLastSeq(tx, { id })).rows;
  return row?.seq ?? 0;
}

const selectLastSeq = kept((db, { id }: { readonly id: string }) =>
  db.selectFrom('events').select('seq').where('task_id', '=', id).orderBy('seq', 'desc').limit(1),
);

/** In log order. */
export async function readLog(tx: Tx, query: EventQuery): Promise<readonly EventRecord[]> {
  if (query.reach?.length === 0) return [];
  let select = tx.db
    .selectFrom('events')
    .selectAll()
    .where('id', '>', query.after ?? 0)
    .limit(query.limit ?? defaultLimit);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  if (query.reach != null) select = select.where('project_id', 'in', query.reach);
  if (query.taskIds?.length === 0) return [];
  if (query.taskIds !== undefined) select = select.where('task_id', 'in', query.taskIds);
  if (query.projectId !== undefined) select = select.where('project_id', '=', query.projectId);
  // Within a task both numbers rise together; by `seq` the index (task_id, seq) gives the order without a sort.
  if (query.taskId === undefined) return (await select.orderBy('id').execute()).map(decodeEvent);
  const direction = query.newest === true ? 'desc' : 'asc';
  const ofTask = await select.where('task_id', '=', query.taskId).orderBy('seq', direction).execute();
  return (query.newest === true ? ofTask.reverse() : ofTask).map(decodeEvent);
}
