// The two writes of a change, the task's row and its event. One statement where the database can write several tables in
// one (PostgreSQL: a way to the server and back less for each), else one after the other.
import type { EventRecord } from '../../domain/event.ts';
import type { Task } from '../../domain/task.ts';
import { allocate } from './counters.ts';
import { insertEvent } from './events.ts';
import { kept } from './kept.ts';
import { encodeEvent, encodeTask } from './rows.ts';
import type { EventRow } from './schema.ts';
import type { Tx } from './session.ts';

/** Returns the id of the event. Throws when the row is not the one that was read, or the task is no more. */
export async function writeChange(
  tx: Tx,
  { before, after }: { readonly before: Task; readonly after: Task },
  record: Omit<EventRecord, 'id'>,
): Promise<number> {
  const row = { ...encodeTask(after), versionBefore: before.version, fenceBefore: before.fence };
  if (!tx.isRemote) {
    const { numAffectedRows } = await update(tx, row);
    if (numAffectedRows !== 1n) throw moved(after);
    const id = await allocate(tx, 'event', 1);
    await insertEvent(tx, encodeEvent({ ...record, id }));
    return id;
  }
  const { task_id: _, id: _none, body: event, ...origin } = encodeEvent({ ...record, id: 0 });
  const [written] = (await updateAndInsert(tx, { ...origin, ...row, event })).rows;
  if (written === undefined) throw moved(after);
  return written.id;
}

function moved({ id }: Task): Error {
  return new Error(`task ${id} changed under its own transaction`);
}

type UpdatedRow = ReturnType<typeof encodeTask> & {
  readonly versionBefore: number;
  readonly fenceBefore: number;
};

// Version and fence stand in the statement itself, so that not even a driver that is less serial than it says could
// overwrite another change or another claim. What never changes in a task's life is not written again.
function updateRow(db: Pick<Tx['db'], 'updateTable'>, given: UpdatedRow) {
  return db
    .updateTable('tasks')
    .set({
      name: given.name,
      state: given.state,
      priority: given.priority,
      position: given.position,
      version: given.version,
      fence: given.fence,
      updated_at: given.updated_at,
      deleted_at: given.deleted_at,
      agent: given.agent,
      policy: given.policy,
      words: given.words,
      body: given.body,
    })
    .where('id', '=', given.id)
    .where('version', '=', given.versionBefore)
    .where('fence', '=', given.fenceBefore);
}

const update = kept(updateRow);

type Recorded = UpdatedRow &
  Omit<EventRow, 'id' | 'task_id' | 'body'> & {
    /** The body of the event. */
    readonly event: string;
  };

// Without a row that was updated nothing is inserted.
const updateAndInsert = kept((db, given: Recorded) =>
  db
    .with('counted', (query) =>
      query
        .updateTable('counters')
        .set((column) => ({ value: column('value', '+', 1) }))
        .where('name', '=', 'event')
        .returning('value'),
    )
    .with('updated', (query) => updateRow(query, given).returning('id'))
    .insertInto('events')
    .columns(['id', 'project_id', 'task_id', 'seq', 'at', 'actor', 'body'])
    .expression((query) =>
      query
        .selectFrom(['counted', 'updated'])
        .select((of) => [
          'counted.value',
          of.cast<string>(of.val(given.project_id), 'text').as('project_id'),
          'updated.id',
          of.cast<number>(of.val(given.seq), 'bigint').as('seq'),
          of.cast<number>(of.val(given.at), 'bigint').as('at'),
          of.cast<string>(of.val(given.actor), 'text').as('actor'),
          of.cast<string>(of.val(given.event), 'text').as('body'),
        ]),
    )
    .returning('id'),
);
