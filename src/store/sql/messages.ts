// Messages from people on their way to an agent.
import type { TaskId } from '../../domain/ids.ts';
import type { Messages } from '../store.ts';
import { decodeMessage, encodeJson } from './rows.ts';
import type { Session, Tx } from './session.ts';
import { taskHead } from './task-head.ts';

export function messages(session: Session): Messages {
  return {
    add: (taskId, text) => session.write((tx) => add(tx, taskId, text)),
    take: (taskId) => session.write((tx) => take(tx, taskId)),
  };
}

async function add(tx: Tx, taskId: TaskId, text: string): Promise<void> {
  await taskHead(tx, taskId);
  const newest = await tx.db
    .selectFrom('messages')
    .select('seq')
    .where('task_id', '=', taskId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  // Only the order among those that wait matters, so a queue that was emptied may begin at 1 again.
  const seq = (newest?.seq ?? 0) + 1;
  await tx.db
    .insertInto('messages')
    .values({ task_id: taskId, seq, body: encodeJson(text) })
    .execute();
}

async function take(tx: Tx, taskId: TaskId): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('messages')
    .select('body')
    .where('task_id', '=', taskId)
    .orderBy('seq')
    .execute();
  await tx.db.deleteFrom('messages').where('task_id', '=', taskId).execute();
  return rows.map(decodeMessage);
}
