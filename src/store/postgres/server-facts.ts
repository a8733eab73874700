// Whether a server can hold the store. Asked before anything is written to it.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { AppError } from '../../domain/errors.ts';
import type { Schema } from '../sql/schema.ts';

export interface ServerFacts {
  /** As a number that rises with every release: 150018 is 15.18. */
  readonly version: number;
  readonly versionName: string;
  readonly encoding: string;
  readonly isStandby: boolean;
}

const oldestMajor = 15;

export async function serverFacts(db: Kysely<Schema>): Promise<ServerFacts> {
  const { rows } = await sql<ServerFacts>`
    select current_setting('server_version_num')::integer as "version",
      current_setting('server_version') as "versionName",
      current_setting('server_encoding') as "encoding",
      pg_is_in_recovery() as "isStandby"`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error('a select without a table gave no row');
  return facts;
}

/** Throws AppError `invalid_config` for a server that is too old, only a copy, or cannot keep every text. */
export function requireUsable(facts: ServerFacts, place: string): void {
  const refuse = (message: string, next: string): never => {
    throw new AppError('invalid_config', message, { next, details: { place, ...facts } });
  };
  if (facts.version < oldestMajor * 10_000)
    refuse(
      `${place} is PostgreSQL ${facts.versionName}; Tasklane needs ${oldestMajor} or newer.`,
      'Upgrade the server, or use another one.',
    );
  if (facts.isStandby)
    refuse(`${place} is a standby, which cannot be written to.`, 'Use the address of the primary server.');
  if (facts.encoding !== 'UTF8')
    refuse(
      `The database ${place} is encoded in ${facts.encoding}, which cannot hold every text.`,
      'Create one with `createdb --encoding=UTF8 --template=template0 NAME` and use that.',
    );
}
