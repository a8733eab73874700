// Several homes on one database: each project is of the home that added it. The same path on two machines is then two
// repositories, which a file that one home alone uses (SQLite) needs no room for.
import { PostgresAdapter } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('projects')
    // Empty: added before homes had names. Whoever opens a file of its own makes them its own (Projects.adopt).
    .addColumn('home', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  // SQLite cannot drop the constraint without rebuilding the table that all others refer to.
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
  await db.schema.alterTable('projects').dropConstraint('projects_root_key').execute();
  await db.schema.createIndex('projects_root').on('projects').columns(['root', 'home']).unique().execute();
}
