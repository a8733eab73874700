// Transactions of node-postgres that behave like those of SQLite: every one that writes holds one lock from its first
// statement to its end, so that they are serial and become visible in the order in which they ran.
//
// Why one lock, and not parallel appends behind an `xid8` horizon: with ids from a sequence, a reader that goes on from the
// last id it saw missed 22–35 % of the events of eight writers (engine.md §5; one-log.test.ts). Both cures miss none. The
// horizon appends faster when writers dawdle before they commit (2,984 a second against 310), but under it what was
// committed stays unreadable for as long as any older transaction is open, also one of another program: a listener could
// not read what it hears of. Ids would have gaps too, where here a gap tells that another process has written
// (follower.ts), and a fence would need a lock on its row. What the lock costs is won back by sql/group-commit.ts.
import { AbortedTransactionError } from 'kysely';
import type { Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Schema } from '../sql/schema.ts';
import { Connection } from './connection.ts';

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

type Work<T> = (db: Kysely<Schema>) => Promise<T>;

export class Transactions {
  readonly #pool: Pool;
  readonly #inDoubt: (cause: unknown) => unknown;
  readonly #connections = new WeakMap<PoolClient, Connection>();

  /** A commit that was asked for and not answered throws what `inDoubt` makes of it. Ends the pool with itself. */
  constructor(pool: Pool, inDoubt: (cause: unknown) => unknown) {
    this.#pool = pool;
    this.#inDoubt = inDoubt;
  }

  /** Without a transaction around it. */
  ask<T>(work: Work<T>): Promise<T> {
    return this.#connected((connection) => work(connection.db));
  }

  /** One state throughout; waits for nobody. */
  read<T>(work: Work<T>): Promise<T> {
    return this.#connected((connection) => this.#transaction(connection, beginReading, work));
  }

  /** Holds the store's lock. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#connected((connection) => this.#transaction(connection, beginWriting, work));
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #connected<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    const connection = this.#connections.get(client) ?? new Connection(client);
    this.#connections.set(client, connection);
    try {
      return await work(connection);
    } finally {
      // One that is broken is no longer kept by the pool.
      client.release();
    }
  }

  async #transaction<T>(connection: Connection, begin: string, work: Work<T>): Promise<T> {
    connection.begin(begin);
    let value: T;
    try {
      value = await work(connection.db);
      await connection.hasBegun();
    } catch (error) {
      // A rollback fails only with its connection, which is then dropped, and the server rolls back by itself. What led
      // here says more than that.
      await connection.end('rollback').catch(() => undefined);
      throw error;
    }
    await this.#commit(connection);
    return value;
  }

  async #commit(connection: Connection): Promise<void> {
    let command: string;
    try {
      command = await connection.end('commit');
    } catch (error) {
      throw this.#inDoubt(error);
    }
    // The server's answer when a statement had failed and its failure was swallowed here.
    if (command === 'ROLLBACK') throw new AbortedTransactionError();
  }
}
