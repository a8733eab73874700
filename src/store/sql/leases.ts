// Leases: which worker holds a task, and until when. The fence decides; the time only says when somebody may take over.
import type { TaskId } from '../../domain/ids.ts';
import type { Lease, Leases } from '../store.ts';
import { projectsOf } from './projects.ts';
import { decodeLease } from './rows.ts';
import type { Session, Tx } from './session.ts';
import { checkFence, taskHead } from './task-head.ts';

export function leases(session: Session): Leases {
  return {
    put: (lease) => session.write((tx) => put(tx, lease)),
    renew: (taskId, fence, until) => session.write((tx) => renew(tx, taskId, fence, until)),
    release: (taskId, fence) =>
      session.write(async (tx) => {
        await tx.db.deleteFrom('leases').where('task_id', '=', taskId).where('fence', '=', fence).execute();
      }),
    list: (home) => session.read((tx) => list(tx, home)),
  };
}

async function list(tx: Tx, home: string | undefined): Promise<readonly Lease[]> {
  let select = tx.db.selectFrom('leases').selectAll().orderBy('task_id');
  if (home !== undefined) {
    const ofHome = tx.db.selectFrom('tasks').select('id').where('project_id', 'in', projectsOf(tx, home));
    select = select.where('task_id', 'in', ofHome);
  }
  return (await select.execute()).map(decodeLease);
}

async function put(tx: Tx, lease: Lease): Promise<void> {
  checkFence(await taskHead(tx, lease.taskId), lease.fence);
  const { taskId, ...held } = lease;
  await tx.db
    .insertInto('leases')
    .values({ task_id: taskId, ...held })
    .onConflict((conflict) => conflict.column('task_id').doUpdateSet(held))
    .execute();
}

// The task's own fence too: between a claim and its lease the old row still stands, and must not be kept alive.
async function renew(tx: Tx, taskId: TaskId, fence: number, until: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('leases')
    .set({ until })
    .where('task_id', '=', taskId)
    .where('fence', '=', fence)
    .where('fence', '=', (query) => query.selectFrom('tasks').select('fence').where('id', '=', taskId))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
