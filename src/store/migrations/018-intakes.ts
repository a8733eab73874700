// Intakes: where issue trackers send issues, and what came in.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.insertInto('counters').values({ name: 'intake', value: 0 }).execute();
  await db.schema
    .createTable('intakes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('intake_marks')
    .addColumn('intake_id', 'text', (column) => column.notNull().references('intakes.id').onDelete('cascade'))
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('intake_marks_key', ['intake_id', 'mark'])
    .execute();
}
