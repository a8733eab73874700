// Rankings: what judges made of the variants of tasks.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('rankings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('group_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addUniqueConstraint('rankings_order', ['group_id', 'seq'])
    .execute();
  await db.schema.createIndex('rankings_state').on('rankings').column('state').execute();
}
