// Kysely over Node's own SQLite. Its SQLite dialect expects the shape of better-sqlite3, and begins a transaction without
// saying that it will write; these few lines are the difference.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import type { DatabaseConnection, Dialect, SqliteDatabase, SqliteStatement } from 'kysely';

// One for all databases: it has no state, and statements are kept by it (sql/kept.ts).
const adapter = new SqliteAdapter();

export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const config = { database: likeBetterSqlite(database) };
  const dialect = new SqliteDialect(config);
  return {
    createDriver: () => new ImmediateDriver(database, config),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => adapter,
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, config: ConstructorParameters<typeof SqliteDriver>[0]) {
    super(config);
    this.#database = database;
  }

  // A deferred transaction that writes after it has read can fail with SQLITE_BUSY where waiting would not help.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // After a full disk SQLite has rolled back by itself; a second rollback would fail and hide the first error.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

// More texts than the store has, with room for lists of different lengths.
const keptStatements = 500;

function likeBetterSqlite(database: DatabaseSync): SqliteDatabase {
  // Kysely prepares a statement for every call. That took longer than running it: two thirds of a claim.
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (text) => {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const made = likeBetterStatement(database.prepare(text));
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= keptStatements) kept.delete(oldest);
      kept.set(text, made);
      return made;
    },
  };
}

function likeBetterStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

// Kysely's parameters are typed unknown; SQLite itself refuses the ones it cannot bind.
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
