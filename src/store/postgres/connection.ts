// Kysely over one connection of node-postgres that is in nobody else's hands. Kysely's own PostgreSQL driver sends a
// statement of a transaction only when the answer to the one before it has come; here what does not need that answer is
// on its way already. Three quarters of a claim was waiting for the network: sixteen ways to the server and back became six.
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import type { NamedQuery } from '../sql/kept.ts';
import type { Schema } from '../sql/schema.ts';

// A schema of its own, so that a database may be shared with other programs whatever their tables are called.
export const schemaName = 'tasklane';

// One for all connections: it has no state, and statements are kept by it (sql/kept.ts).
const adapter = new PostgresAdapter();

export class Connection implements DatabaseConnection {
  readonly db: Kysely<Schema>;
  readonly #client: PoolClient;
  #begun: Promise<unknown> | null = null;

  constructor(client: PoolClient) {
    this.#client = client;
    this.db = new Kysely<Schema>({
      dialect: {
        createDriver: () => new SingleDriver(this),
        createQueryCompiler: () => new PostgresQueryCompiler(),
        createAdapter: () => adapter,
        createIntrospector: (db) => new PostgresIntrospector(db),
      },
    }).withSchema(schemaName);
  }

  /** Sends what begins a transaction. When that fails, the first statement after it throws why. */
  begin(statement: string): void {
    this.#begun = this.#client.query(statement);
    this.#begun.catch(() => undefined);
  }

  /** Waits until the transaction has begun, which any statement in it does too. Throws why it has not. */
  async hasBegun(): Promise<void> {
    await this.#begun;
  }

  /** Ends the transaction, and returns the command that the server says it ran. */
  async end(statement: 'commit' | 'rollback'): Promise<string> {
    this.#begun = null;
    return (await this.#client.query(statement)).command;
  }

  async executeQuery<Row>(query: CompiledQuery | NamedQuery): Promise<QueryResult<Row>> {
    const begun = this.#begun;
    try {
      const { rows, command, rowCount } = await this.#client.query({
        ...('name' in query && { name: query.name }),
        text: query.sql,
        values: [...query.parameters],
      });
      const isWrite = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
      return { rows: rows as Row[], ...(isWrite && { numAffectedRows: BigInt(rowCount ?? 0) }) };
    } catch (error) {
      // Then this failed only because nothing can be done in a transaction that has not begun.
      await begun;
      throw error;
    }
  }

  // eslint-disable-next-line require-yield -- what Kysely asks for; the store reads its rows all at once
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('the store does not stream rows');
  }
}

class SingleDriver extends DummyDriver {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super();
    this.#connection = connection;
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }
}
