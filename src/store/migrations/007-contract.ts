// Answers to requests that may be sent again, and the columns by which tasks are found.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { decodeTask, searchable } from '../sql/rows.ts';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('answers')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('answers_key', ['actor', 'key'])
    .execute();
  await db.schema.createIndex('answers_at').on('answers').column('at').execute();
  for (const name of ['agent', 'policy', 'words'])
    await db.schema
      .alterTable('tasks')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  await db.schema.alterTable('tasks').addColumn('phase_id', 'text').execute();
  await fillIn(db);
  await db.schema
    .createIndex('tasks_phase')
    .on('tasks')
    .columns(['phase_id', 'ordinal'])
    .where(sql.ref('phase_id'), 'is not', null)
    .execute();
}

async function fillIn(db: Kysely<Schema>): Promise<void> {
  const ids = await db.selectFrom('tasks').select('id').execute();
  // One at a time: a task may be large, and there may be many.
  for (const { id } of ids) {
    const row = await db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    await db
      .updateTable('tasks')
      .set(searchable(decodeTask(row)))
      .where('id', '=', id)
      .execute();
  }
}
