// What agents used, by day, attempt and model. Without references: what was spent stays, whatever is deleted.
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

const counts = [
  'calls',
  'failed',
  'input_tokens',
  'output_tokens',
  'cached_tokens',
  'cost_micros',
  'unpriced_tokens',
];

export async function up(db: Kysely<Schema>): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable('usage_sums');
  for (const name of ['home', 'day', 'project_id', 'task_id', 'attempt_id', 'agent', 'model'])
    table = table.addColumn(name, 'text', (column) => column.notNull());
  for (const name of counts) table = table.addColumn(name, 'bigint', (column) => column.notNull());
  await table.addPrimaryKeyConstraint('usage_sums_key', ['home', 'day', 'attempt_id', 'model']).execute();
  await db.schema.createIndex('usage_sums_day').on('usage_sums').columns(['day', 'project_id']).execute();
}
