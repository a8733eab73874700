// What is wrong with agents: a usage limit until some time, failures in a row.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('agent_health')
    .addColumn('home', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('agent_health_key', ['home', 'agent'])
    .execute();
}
