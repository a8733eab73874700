// The embedded store: one file, one connection, one process. Node's SQLite is synchronous, so a transaction that is open
// across an `await` must keep everybody else out; a queue does that, in the order of the calls.
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { SerialByKey } from '../../lib/serial.ts';
import type { Store } from '../store.ts';
import { migrate, schemaVersion } from '../migrations/migrate.ts';
import { GroupCommit } from '../sql/group-commit.ts';
import type { Schema } from '../sql/schema.ts';
import type { SqlDriver } from '../sql/session.ts';
import { sqlStore } from '../sql/sql-store.ts';
import type { SqlStoreOptions } from '../sql/sql-store.ts';
import { openDatabase, pragma, sizeOf } from './database.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { explain } from './errors.ts';

export interface SqliteStoreOptions extends SqlStoreOptions {
  /** Path of the file, which is made when it is missing, or `:memory:`. Its folder must exist. */
  readonly file: string;
}

/**
 * Throws AppError `store_corrupt` (not a database, damaged, another program's), `store_newer`, `disk_full`,
 * `home_in_use` (another process keeps it locked) or `invalid_config` (cannot be opened for writing).
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  return openStoreOn(openDatabase(options.file), options);
}

/** The same on a database that is already open. The store closes it, also when this throws. */
export async function openStoreOn(database: DatabaseSync, options: SqliteStoreOptions): Promise<Store> {
  const driver = sqliteDriver(database, options.file);
  try {
    await driver.write(
      (db) => migrate(db, options.now, options.file),
      () => undefined,
    );
  } catch (error) {
    await driver.close();
    throw error;
  }
  return sqlStore(driver, options);
}

function sqliteDriver(database: DatabaseSync, file: string): SqlDriver {
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  const turns = new SerialByKey();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => turns.run(file, work);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  // Those that wait for their turn together also wait for the disk together.
  const writes = new GroupCommit((work) => inTurn(() => db.transaction().execute(work)));
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error(`the store ${file} is closed`);
    const working = work();
    underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw explain(error, file);
    } finally {
      underWay.delete(working);
    }
  };
  const run = <T>(work: () => Promise<T>): Promise<T> => explained(() => inTurn(work));
  return {
    isRemote: false,
    ask: (work) => run(() => work(db)),
    // The queue keeps writes out, so that a read needs no transaction to see one state.
    read: (work) => run(() => work(db)),
    write: (work, committed) => explained(() => writes.run(work, committed)),
    describe: () => run(() => describe(db, database, file)),
    close: () => (closing ??= Promise.allSettled(underWay).then(() => destroy(db, database))),
  };
}

async function describe(
  db: Kysely<Schema>,
  database: DatabaseSync,
  file: string,
): Promise<Record<string, string | number>> {
  return {
    driver: 'sqlite',
    file,
    schema: await schemaVersion(db),
    sizeBytes: sizeOf(file),
    // Not `wal` on a file system without shared memory (some network folders): slower, as safe.
    journal: pragma(database, 'journal_mode'),
    sqlite: process.versions['sqlite'] ?? 'unknown',
  };
}

// Kysely closes the database only if it was used; opened and never used, it is closed here.
async function destroy(db: Kysely<Schema>, database: DatabaseSync): Promise<void> {
  await db.destroy();
  if (database.isOpen) database.close();
}
