// What agents want from people: approvals and questions, with what became of them.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.insertInto('counters').values({ name: 'inquiry', value: 0 }).execute();
  await db.schema
    .createTable('inquiries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('inquiries_task').on('inquiries').columns(['task_id', 'ordinal']).execute();
  // Those that are open are few among many.
  await db.schema.createIndex('inquiries_outcome').on('inquiries').columns(['outcome', 'ordinal']).execute();
}
