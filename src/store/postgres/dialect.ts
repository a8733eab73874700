// Kysely over node-postgres, with transactions that behave like those of SQLite: every one that writes holds one lock from
// its first statement to its end, so that they are serial and become visible in the order in which they ran.
//
// Why one lock, and not parallel appends behind an `xid8` horizon (measured on one machine, PostgreSQL 15, 8 writers):
// a reader that goes on from the last id it saw missed 22 % of the events with plain sequences. Both cures miss none. The
// horizon is faster when many processes write (engine.md: 2,984 appends/s against 310 while a third of the writers dawdle),
// but what was committed stays unreadable for as long as any older transaction is open, also one of another program; so a
// listener could not read what it hears of, ids would have gaps, and a fence would need a row lock of its own. Under the
// lock the counter gives ids without gaps, which is also how a process sees that another one has written (follower.ts).
import { CompiledQuery, PostgresAdapter, PostgresDialect, PostgresDriver } from 'kysely';
import type { Dialect, PostgresPool, TransactionSettings } from 'kysely';

// "TLNE". Advisory locks count per database, so this stands for all of the store, and for nothing else in the server.
const lockKey = 0x544c4e45;

// Read committed, whatever the server's default is: from repeatable read on, the snapshot is taken before the lock is
// granted, and the transaction would not see what it waited for. Durable, whatever the default is: with
// synchronous_commit off a server that was killed lost one in five acknowledged writes.
const beginWriting =
  'begin isolation level read committed read write;' +
  `select pg_advisory_xact_lock(${lockKey}), case current_setting('synchronous_commit')` +
  " when 'off' then set_config('synchronous_commit', 'on', true) end";

const beginReading = 'begin isolation level repeatable read read only';

/**
 * A transaction with access mode `read only` sees one state and waits for nobody; any other holds the store's lock. A commit
 * that was asked for and not answered throws what `inDoubt` makes of it.
 */
export function serialPostgresDialect(pool: PostgresPool, inDoubt: (cause: unknown) => unknown): Dialect {
  const dialect = new PostgresDialect({ pool });
  return {
    createDriver: () => new SerialDriver(pool, inDoubt),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

// Kysely does not export this class.
type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0];

class SerialDriver extends PostgresDriver {
  readonly #inDoubt: (cause: unknown) => unknown;

  constructor(pool: PostgresPool, inDoubt: (cause: unknown) => unknown) {
    super({ pool });
    this.#inDoubt = inDoubt;
  }

  override async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? beginReading : beginWriting;
    try {
      await connection.executeQuery(CompiledQuery.raw(begin));
    } catch (error) {
      // When only the lock was refused, a transaction is open all the same, and would still be with the next user.
      await this.rollbackTransaction(connection);
      throw error;
    }
  }

  override async commitTransaction(connection: Connection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      throw this.#inDoubt(error);
    }
  }

  // A rollback fails only with its connection, which is then dropped, and the server rolls back by itself. What led here
  // says more than that.
  override async rollbackTransaction(connection: Connection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}
