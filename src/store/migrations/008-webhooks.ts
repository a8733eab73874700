// Webhooks: addresses that are told what happens, and what became of each message to them.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db
    .insertInto('counters')
    .values([
      { name: 'webhook', value: 0 },
      { name: 'delivery', value: 0 },
    ])
    .execute();
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('project_id', 'text', (column) => column.references('projects.id').onDelete('cascade'))
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('webhook_id', 'text', (column) =>
      column.notNull().references('webhooks.id').onDelete('cascade'),
    )
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('event_id', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('deliveries_webhook')
    .on('deliveries')
    .columns(['webhook_id', 'ordinal'])
    .execute();
}
