// Attempts: one row per agent that was set to work on a task.
import { AppError } from '../../domain/errors.ts';
import { taskId } from '../../domain/ids.ts';
import type { AttemptId, TaskId } from '../../domain/ids.ts';
import type { RunFact, RunQuery } from '../../domain/statistics.ts';
import type { TaskState } from '../../domain/task.ts';
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
    list: (task) =>
      session.read(async (tx) => {
        const rows = await ofTask(tx, task).orderBy('number').orderBy('started_at').execute();
        return rows.map(decodeAttempt);
      }),
    latest: (task) =>
      session.read(async (tx) => {
        const newest = ofTask(tx, task).orderBy('number', 'desc').orderBy('started_at', 'desc').limit(1);
        const row = await newest.executeTakeFirst();
        return row && decodeAttempt(row);
      }),
    runs: (query) => session.read((tx) => runs(tx, query)),
  };
}

async function runs(tx: Tx, query: RunQuery): Promise<readonly RunFact[]> {
  if (query.reach?.length === 0) return [];
  let rows = tx.db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .where('tasks.deleted_at', 'is', null)
    .where('attempts.started_at', '>=', query.from)
    .where('attempts.started_at', '<', query.to);
  if (query.reach !== null) rows = rows.where('tasks.project_id', 'in', [...query.reach]);
  if (query.projectId !== undefined) rows = rows.where('tasks.project_id', '=', query.projectId);
  const found = await rows
    .select((of) => [
      'attempts.task_id',
      'attempts.agent',
      'attempts.queued_at',
      'attempts.started_at',
      'attempts.ended_at',
      'tasks.state',
      // Two may share a number: the one that never reached its agent began first.
      of
        .exists(
          of
            .selectFrom('attempts as later')
            .select('later.id')
            .whereRef('later.task_id', '=', 'attempts.task_id')
            .whereRef('later.number', '>=', 'attempts.number')
            .whereRef('later.started_at', '>', 'attempts.started_at'),
        )
        .as('is_followed'),
    ])
    .orderBy('attempts.started_at', 'desc')
    .limit(query.limit)
    .execute();
  return found.map((row) => ({
    taskId: taskId(row.task_id),
    agent: row.agent,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    // SQLite has no booleans: it says 0 or 1.
    isLast: !row.is_followed,
    state: row.state as TaskState,
  }));
}

async function update(tx: Tx, id: AttemptId, patch: Parameters<Attempts['update']>[1]): Promise<void> {
  const row = await tx.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined)
    throw new AppError('not_found', `There is no attempt ${id}.`, { details: { attempt: id } });
  const { id: _, ...columns } = encodeAttempt({ ...decodeAttempt(row), ...patch });
  await tx.db.updateTable('attempts').set(columns).where('id', '=', id).execute();
}

function ofTask(tx: Tx, task: TaskId) {
  return tx.db.selectFrom('attempts').selectAll().where('task_id', '=', task);
}
