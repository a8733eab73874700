// Comments of people on the work of tasks, and which tasks attempt the same thing.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('review_comments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .addUniqueConstraint('review_comments_order', ['task_id', 'seq'])
    .execute();
  await db.schema
    .createTable('variants')
    .addColumn('task_id', 'text', (column) => column.primaryKey().references('tasks.id').onDelete('cascade'))
    .addColumn('group_id', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('variants_group').on('variants').column('group_id').execute();
}
