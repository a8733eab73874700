// Requests: the messages in the main thread of a project, with what planners made of them.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.insertInto('counters').values({ name: 'request', value: 0 }).execute();
  await db.schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('requests_project').on('requests').columns(['project_id', 'ordinal']).execute();
  await db.schema.createIndex('requests_state').on('requests').column('state').execute();
}
