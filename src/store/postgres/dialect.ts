// Kysely over node-postgres, with transactions that behave like those of SQLite: every one that writes holds one lock from
// its first statement to its end, so that they are serial and become visible in the order in which they ran.
//
// Why one lock, and not parallel appends behind an `xid8` horizon: with ids from a sequence, a reader that goes on from the
// last id it saw missed 22–35 % of the events of eight writers (engine.md §5; one-log.test.ts). Both cures miss none. The
// horizon appends faster when writers dawdle before they commit (2,984 a second against 310), but under it what was
// committed stays unreadable for as long as any older transaction is open, also one of another program: a listener could
// not read what it hears of. Ids would have gaps too, where here a gap tells that another process has written
// (follower.ts), and a fence would need a lock on its row. What the lock costs is won back by sql/group-commit.ts.
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
