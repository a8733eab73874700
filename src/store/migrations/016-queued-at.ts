// Since when the task had waited when an attempt was started, for statistics; and a way to the attempts of some days.
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('attempts').addColumn('queued_at', 'bigint').execute();
  await db.schema.createIndex('attempts_started').on('attempts').column('started_at').execute();
}
