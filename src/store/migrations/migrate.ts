// Brings a database to the schema of this program. Numbered steps, forward only, each recorded; all of them run in one
// serial transaction, which is also what keeps two daemons from migrating at once (so no migration library's own lock).
import type { Kysely } from 'kysely';
import { AppError } from '../../domain/errors.ts';
import * as first from './001-first.ts';
import * as phases from './002-phases.ts';
import * as homes from './003-homes.ts';
import * as agentHealth from './004-agent-health.ts';
import * as templates from './005-templates.ts';
import * as users from './006-users.ts';
import * as contract from './007-contract.ts';
import * as webhooks from './008-webhooks.ts';
import * as messageStates from './009-message-states.ts';
import * as usage from './010-usage.ts';
import * as inquiries from './011-inquiries.ts';
import * as requests from './012-requests.ts';
import * as resolutions from './013-resolutions.ts';
import * as review from './014-review.ts';
import * as rankings from './015-rankings.ts';
import * as queuedAt from './016-queued-at.ts';
import * as schedules from './017-schedules.ts';
import * as intakes from './018-intakes.ts';
import type { Schema } from '../sql/schema.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (db: Kysely<Schema>) => Promise<void>;
}

const migrations: readonly Migration[] = [
  { version: 1, name: 'first', up: first.up },
  { version: 2, name: 'phases', up: phases.up },
  { version: 3, name: 'homes', up: homes.up },
  { version: 4, name: 'agent-health', up: agentHealth.up },
  { version: 5, name: 'templates', up: templates.up },
  { version: 6, name: 'users', up: users.up },
  { version: 7, name: 'contract', up: contract.up },
  { version: 8, name: 'webhooks', up: webhooks.up },
  { version: 9, name: 'message-states', up: messageStates.up },
  { version: 10, name: 'usage', up: usage.up },
  { version: 11, name: 'inquiries', up: inquiries.up },
  { version: 12, name: 'requests', up: requests.up },
  { version: 13, name: 'resolutions', up: resolutions.up },
  { version: 14, name: 'review', up: review.up },
  { version: 15, name: 'rankings', up: rankings.up },
  { version: 16, name: 'queued-at', up: queuedAt.up },
  { version: 17, name: 'schedules', up: schedules.up },
  { version: 18, name: 'intakes', up: intakes.up },
];

const newestVersion = migrations.reduce((newest, migration) => Math.max(newest, migration.version), 0);

/** Throws `store_newer` when a later program wrote it. `place` names the file or the server for that message. */
export async function migrate(db: Kysely<Schema>, now: () => number, place: string): Promise<void> {
  await db.schema
    .createTable('schema_versions')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
  const version = await schemaVersion(db);
  if (version > newestVersion) throw newer(version, place);
  const applied = new Set(
    (await db.selectFrom('schema_versions').select('version').execute()).map((row) => row.version),
  );
  // Not "those above the newest": a number may have been written by a branch that was merged after a later one.
  for (const migration of migrations.filter((candidate) => !applied.has(candidate.version))) {
    await migration.up(db);
    const { up: _, ...recorded } = migration;
    await db
      .insertInto('schema_versions')
      .values({ ...recorded, applied_at: now() })
      .execute();
  }
}

/** The newest version that was applied, 0 in a new database. */
export async function schemaVersion(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom('schema_versions')
    .select('version')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

function newer(version: number, place: string): AppError {
  return new AppError(
    'store_newer',
    `The store ${place} was written by a newer Tasklane: its schema is version ${version}, this program knows up to version ${newestVersion}.`,
    {
      next: 'Update Tasklane, or use another store.',
      details: { place, version, known: newestVersion },
    },
  );
}
