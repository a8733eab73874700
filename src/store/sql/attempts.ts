// Attempts: one row per agent that was set to work on a task.
import { AppError } from '../../domain/errors.ts';
import type { AttemptId, TaskId } from '../../domain/ids.ts';
import type { Attempts } from '../store.ts';
import { decodeAttempt, encodeAttempt } from './rows.ts';
import type { Session, Tx } from './session.ts';

export function attempts(session: Session): Attempts {
  return {
    insert: (attempt) =>
      session.write(async (tx) => {
        await tx.db.insertInto('attempts').values(encodeAttempt(attempt)).execute();
      }),
    update: (id, patch) => session.write((tx) => update(tx, id, patch)),
    list: (taskId) =>
      session.read(async (tx) => {
        const rows = await ofTask(tx, taskId).orderBy('number').orderBy('started_at').execute();
        return rows.map(decodeAttempt);
      }),
    latest: (taskId) =>
      session.read(async (tx) => {
        const newest = ofTask(tx, taskId).orderBy('number', 'desc').orderBy('started_at', 'desc').limit(1);
        const row = await newest.executeTakeFirst();
        return row && decodeAttempt(row);
      }),
  };
}

async function update(tx: Tx, id: AttemptId, patch: Parameters<Attempts['update']>[1]): Promise<void> {
  const row = await tx.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined)
    throw new AppError('not_found', `There is no attempt ${id}.`, { details: { attempt: id } });
  const { id: _, ...columns } = encodeAttempt({ ...decodeAttempt(row), ...patch });
  await tx.db.updateTable('attempts').set(columns).where('id', '=', id).execute();
}

function ofTask(tx: Tx, taskId: TaskId) {
  return tx.db.selectFrom('attempts').selectAll().where('task_id', '=', taskId);
}
