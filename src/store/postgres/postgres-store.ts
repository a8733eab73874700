// The store for a team: one PostgreSQL database, any number of processes. Every write of all of them runs under one lock
// (transactions.ts), so that what holds on SQLite holds here. In this process writes wait for each other before they ask for
// that lock (sql/group-commit.ts): fifty that wait then need one connection, not fifty, and reads always find a free one.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { migrate, schemaVersion } from '../migrations/migrate.ts';
import { lastAllocated } from '../sql/counters.ts';
import { GroupCommit } from '../sql/group-commit.ts';
import type { Schema } from '../sql/schema.ts';
import { begun } from '../sql/session.ts';
import type { SqlDriver } from '../sql/session.ts';
import { sqlStore } from '../sql/sql-store.ts';
import type { SqlStoreOptions } from '../sql/sql-store.ts';
import type { Store } from '../store.ts';
import { openPool, readAddress } from './connect.ts';
import type { Address } from './connect.ts';
import { schemaName } from './connection.ts';
import { explain, inDoubt } from './errors.ts';
import { LogFollower } from './follower.ts';
import { Hints } from './hints.ts';
import { Holder } from './holder.ts';
import { requireUsable, serverFacts } from './server-facts.ts';
import { Transactions } from './transactions.ts';

export interface PostgresStoreOptions extends Pick<SqlStoreOptions, 'onListenerError'> {
  /**
   * One clock for everything, for tests that own time. Without it the server's clock decides about leases, and this
   * machine's says when things happened.
   */
  readonly now?: () => number;
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. The database must exist; all that is ours goes into a schema of its own. */
  readonly url: string;
  /** A name that nobody else may use the store under while it is open. */
  readonly holder?: string;
}

/**
 * Throws AppError `invalid_config` (address, user, database, rights, a server that is too old), `store_unreachable`,
 * `store_newer`, `disk_full`, or `home_in_use` when another process has the holder's name.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const address = readAddress(options.url);
  const { now = Date.now } = options;
  const holder = options.holder === undefined ? null : new Holder(address, options.holder);
  const { driver, prepare } = postgresDriver(address, options.now === undefined ? { clock } : {}, holder);
  try {
    await prepare(now);
  } catch (error) {
    await driver.close();
    throw error;
  }
  return sqlStore(driver, { ...options, now });
}

interface Opened {
  readonly driver: SqlDriver;
  /** Must have ended before anything else is asked of the driver. */
  readonly prepare: (now: () => number) => Promise<void>;
}

function postgresDriver(address: Address, clocks: Pick<SqlDriver, 'clock'>, holder: Holder | null): Opened {
  const { place } = address;
  const transactions = new Transactions(openPool(address), (error) => inDoubt(error, place));
  const writes = new GroupCommit((work) => transactions.write(work));
  const underWay = new Set<Promise<unknown>>();
  let newest = 0;
  let follower: LogFollower | undefined;
  let closing: Promise<void> | undefined;

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error(`the store ${place} is closed`);
    const working = work();
    underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw explain(error, place);
    } finally {
      underWay.delete(working);
    }
  };
  const read: SqlDriver['read'] = (work) => run(() => transactions.read(work));
  const write: SqlDriver['write'] = (work, committed) => run(() => writes.run(work, committed));
  const close = async (): Promise<void> => {
    const drained = Promise.allSettled(underWay);
    await Promise.all([drained, follower?.stop(drained)]);
    await Promise.all([transactions.end(), holder?.close()]);
  };
  const prepare: Opened['prepare'] = async (now) => {
    await read(async (db) => requireUsable(await serverFacts(db), place));
    await write(
      async (db) => {
        await createSchema(db);
        await migrate(db, now, place);
        newest = await lastAllocated(begun(db, now, true), 'event');
      },
      () => undefined,
    );
    await run(async () => holder?.take());
  };
  const driver: SqlDriver = {
    ...clocks,
    isRemote: true,
    ask: (work) => run(() => transactions.ask(work)),
    read,
    write,
    follow: (source) => {
      const started = new LogFollower(source, newest, (look) => new Hints(address.config, look));
      follower = started;
      return (records) => started.committed(records);
    },
    describe: () => read((db) => describe(db, place)),
    close: () => (closing ??= close()),
  };
  return { driver, prepare };
}

// Not `now()`: that is when the transaction began, and it may have waited for its lock since.
async function clock(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a select without a table gave no row');
  return row.at;
}

// Asked first, because `create schema if not exists` needs the right to create one also where it exists.
async function createSchema(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql`select from pg_namespace where nspname = ${schemaName}`.execute(db);
  if (rows.length === 0) await db.schema.createSchema(schemaName).execute();
}

async function describe(db: Kysely<Schema>, place: string): Promise<Record<string, string | number>> {
  const { versionName } = await serverFacts(db);
  const { rows } = await sql<{ size: number }>`
    select pg_database_size(current_database()) as size`.execute(db);
  return {
    driver: 'postgres',
    server: place,
    schema: await schemaVersion(db),
    sizeBytes: rows[0]?.size ?? 0,
    postgres: versionName,
  };
}
