// Comments on the work of tasks: drafts of people, and what was sent of them.
import { taskId } from '../../domain/ids.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { ReviewComment } from '../../domain/review-comment.ts';
import type { Comments } from '../store.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { ReviewCommentRow } from './schema.ts';
import type { Session, Tx } from './session.ts';
import { taskHead } from './task-head.ts';

export function comments(session: Session): Comments {
  return {
    insert: (comment) => session.write((tx) => insert(tx, comment)),
    list: (task) => session.read((tx) => list(tx, task)),
    markSent: (ids, at) => session.write((tx) => markSent(tx, ids, at)),
    remove: (id) =>
      session.write(
        async (tx) => void (await tx.db.deleteFrom('review_comments').where('id', '=', id).execute()),
      ),
  };
}

async function insert(tx: Tx, comment: ReviewComment): Promise<void> {
  await taskHead(tx, comment.taskId);
  const newest = await tx.db
    .selectFrom('review_comments')
    .select('seq')
    .where('task_id', '=', comment.taskId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { id, taskId: task, sentAt, ...rest } = comment;
  await tx.db
    .insertInto('review_comments')
    .values({ id, task_id: task, seq: (newest?.seq ?? 0) + 1, sent_at: sentAt, body: encodeJson(rest) })
    .execute();
}

async function list(tx: Tx, task: TaskId): Promise<readonly ReviewComment[]> {
  const rows = await tx.db
    .selectFrom('review_comments')
    .selectAll()
    .where('task_id', '=', task)
    .orderBy('seq')
    .execute();
  return rows.map(decode);
}

async function markSent(tx: Tx, ids: readonly string[], at: number): Promise<number> {
  if (ids.length === 0) return 0;
  const updated = await tx.db
    .updateTable('review_comments')
    .set({ sent_at: at })
    .where('id', 'in', ids)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  return Number(updated.numUpdatedRows);
}

function decode(row: ReviewCommentRow): ReviewComment {
  return {
    ...(decodeJson(row.body) as Omit<ReviewComment, 'id' | 'taskId' | 'sentAt'>),
    id: row.id,
    taskId: taskId(row.task_id),
    sentAt: row.sent_at,
  };
}
