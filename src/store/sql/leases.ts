// Leases: which worker holds a task, and until when. The fence decides; the time only says when somebody may take over.
import type { TaskId } from '../../domain/ids.ts';
import type { Lease, Leases } from '../store.ts';
import { kept } from './kept.ts';
import { projectsOf } from './projects.ts';
import { decodeLease } from './rows.ts';
import { send } from './session.ts';
import type { Session, Tx } from './session.ts';
import { checkFence, taskHead } from './task-head.ts';

export function leases(session: Session): Leases {
  return {
    put: (lease) => session.write((tx) => send(tx, put(tx, lease))),
    renew: (taskId, fence, until) => session.write((tx) => renew(tx, taskId, fence, until)),
    release: (taskId, fence) => session.write((tx) => send(tx, deleteLease(tx, { taskId, fence }))),
    list: (home) =>
      session.read(async (tx) => {
        const { rows } = home === undefined ? await selectAll(tx, {}) : await selectOf(tx, { home });
        return rows.map(decodeLease);
      }),
  };
}

const selectAll = kept((db) => db.selectFrom('leases').selectAll().orderBy('task_id'));

const selectOf = kept((db, { home }: { readonly home: string }) =>
  db
    .selectFrom('leases')
    .selectAll()
    .where(
      'task_id',
      'in',
      db.selectFrom('tasks').select('id').where('project_id', 'in', projectsOf({ db }, home)),
    )
    .orderBy('task_id'),
);

async function put(tx: Tx, lease: Lease): Promise<void> {
  const { numAffectedRows } = await upsert(tx, lease);
  if (numAffectedRows === 1n) return;
  checkFence(await taskHead(tx, lease.taskId), lease.fence);
  throw new Error(`the lease of task ${lease.taskId} was not written`);
}

// Only while the fence is the newest; asked in the same statement.
const upsert = kept((db, given: Lease) => {
  const held = { worker: given.worker, fence: given.fence, until: given.until };
  return db
    .insertInto('leases')
    .columns(['task_id', 'worker', 'fence', 'until'])
    .expression((query) =>
      query
        .selectFrom('tasks')
        .select((of) => [
          'id',
          of.cast<string>(of.val(given.worker), 'text').as('worker'),
          'fence',
          of.cast<number>(of.val(given.until), 'bigint').as('until'),
        ])
        .where('id', '=', given.taskId)
        .where('fence', '=', given.fence),
    )
    .onConflict((conflict) => conflict.column('task_id').doUpdateSet(held));
});

const deleteLease = kept((db, given: { readonly taskId: string; readonly fence: number }) =>
  db.deleteFrom('leases').where('task_id', '=', given.taskId).where('fence', '=', given.fence),
);

// The task's own fence too: between a claim and its lease the old row still stands, and must not be kept alive.
async function renew(tx: Tx, taskId: TaskId, fence: number, until: number): Promise<boolean> {
  const { numAffectedRows } = await extend(tx, { taskId, fence, until });
  return numAffectedRows === 1n;
}

const extend = kept(
  (db, given: { readonly taskId: string; readonly fence: number; readonly until: number }) =>
    db
      .updateTable('leases')
      .set({ until: given.until })
      .where('task_id', '=', given.taskId)
      .where('fence', '=', given.fence)
      .where('fence', '=', (query) =>
        query.selectFrom('tasks').select('fence').where('id', '=', given.taskId),
      ),
);
