// Results of a run's named steps.
import type { Steps } from '../store.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { Session } from './session.ts';
import { taskHead } from './task-head.ts';

export function steps(session: Session): Steps {
  return {
    get: (taskId, key) =>
      session.read(async (tx) => {
        const row = await tx.db
          .selectFrom('steps')
          .select('value')
          .where('task_id', '=', taskId)
          .where('key', '=', key)
          .executeTakeFirst();
        return row && decodeJson(row.value);
      }),
    put: (taskId, key, value) =>
      session.write(async (tx) => {
        await taskHead(tx, taskId);
        const text = encodeJson(value);
        await tx.db
          .insertInto('steps')
          .values({ task_id: taskId, key, value: text })
          .onConflict((conflict) => conflict.columns(['task_id', 'key']).doUpdateSet({ value: text }))
          .execute();
      }),
    clear: (taskId) =>
      session.write(async (tx) => {
        await tx.db.deleteFrom('steps').where('task_id', '=', taskId).execute();
      }),
  };
}
