// Messages from people on their way to an agent: they wait, are given to a claim, and are done with its turn.
import type { TaskId } from '../../domain/ids.ts';
import type { Messages } from '../store.ts';
import { decodeMessage, encodeJson } from './rows.ts';
import type { Session, Tx } from './session.ts';
import { checkFence, taskHead } from './task-head.ts';

export function messages(session: Session): Messages {
  return {
    add: (taskId, text) => session.write((tx) => add(tx, taskId, text)),
    give: (taskId, fence) => session.write((tx) => give(tx, taskId, fence)),
    done: (taskId, fence) => session.write((tx) => done(tx, taskId, fence)),
    list: (taskId) =>
      session.read(async (tx) => {
        const rows = await ofTask(tx, taskId).execute();
        return rows.map(decodeMessage);
      }),
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
  const seq = (newest?.seq ?? 0) + 1;
  await tx.db
    .insertInto('messages')
    .values({ task_id: taskId, seq, body: encodeJson(text), state: 'pending', fence: null })
    .execute();
}

async function give(tx: Tx, taskId: TaskId, fence: number): Promise<readonly string[]> {
  checkFence(await taskHead(tx, taskId), fence);
  const rows = await ofTask(tx, taskId).where('state', '!=', 'done').execute();
  const given = rows.filter((row) => row.state === 'pending' || row.fence !== fence);
  if (given.length === 0) return [];
  await tx.db
    .updateTable('messages')
    .set({ state: 'given', fence })
    .where('task_id', '=', taskId)
    .where(
      'seq',
      'in',
      given.map((row) => row.seq),
    )
    .execute();
  return given.map((row) => decodeMessage(row).text);
}

async function done(tx: Tx, taskId: TaskId, fence: number): Promise<void> {
  await tx.db
    .updateTable('messages')
    .set({ state: 'done' })
    .where('task_id', '=', taskId)
    .where('state', '=', 'given')
    .where('fence', '=', fence)
    .execute();
}

function ofTask(tx: Tx, taskId: TaskId) {
  return tx.db.selectFrom('messages').selectAll().where('task_id', '=', taskId).orderBy('seq');
}
