// Messages stay until the turn that had them has ended: what was given to an agent that then broke off is given again.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('messages')
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('pending'))
    .execute();
  await db.schema.alterTable('messages').addColumn('fence', 'bigint').execute();
}
