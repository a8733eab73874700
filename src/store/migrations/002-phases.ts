// Phases: queues of tasks for agents from outside.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.insertInto('counters').values({ name: 'phase', value: 0 }).execute();
  await db.schema
    .createTable('phases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('phases_name').on('phases').columns(['name', 'project_id']).execute();
  await db.schema.createIndex('phases_state').on('phases').columns(['state', 'ordinal']).execute();
}
