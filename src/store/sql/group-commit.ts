// Writes that wait at the same moment share one transaction, one turn of the lock and one sync of the disk. They still run
// one after the other, and each is undone alone when it fails (a savepoint); but none is acknowledged before all are saved.
// On PostgreSQL, with 32 appends at once this was 2.4 times as fast as one transaction each, and 3.3 times where a sync takes
// 4 ms more (8 at once: 1.0 and 2.0 times). One that is alone is as fast as without.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Work<T> = (tx: Kysely<Schema>) => Promise<T>;

type Run = <T>(work: Work<T>) => Promise<T>;

interface Waiting {
  /** Runs it in the transaction; what it returns is called after the commit. Throws when its work does. */
  readonly run: Work<() => void>;
  readonly reject: (error: unknown) => void;
}

// Those of another process wait for the whole group. Also far below 64, from where on open savepoints slow every reader.
const maxGroup = 32;

export class GroupCommit {
  readonly #transaction: Run;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  /** `transaction` runs work in one. */
  constructor(transaction: Run) {
    this.#transaction = transaction;
  }

  /** `committed` is called after the commit, in the order in which the works ran, before the result is given. */
  run<T>(work: Work<T>, committed: () => void): Promise<T> {
    // The group runs in the context of whoever began it; the work and its listeners belong into that of their caller.
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        run: async (tx) => {
          const value = await inContext(work, tx);
          return () => {
            inContext(committed);
            resolve(value);
          };
        },
        reject,
      });
      if (!this.#isRunning) void this.#runAll();
    });
  }

  // Never rejects: every failure is that of somebody who waits.
  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      // Whoever is about to write, because of what was just saved or read, comes along.
      await turn();
      await this.#commit(this.#waiting.splice(0, maxGroup));
    }
    this.#isRunning = false;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const run = group.length === 1 ? runAlone : runTogether;
      const endings = await this.#transaction((tx) => run(tx, group));
      for (const end of endings) end();
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
  }
}

function runAlone(tx: Kysely<Schema>, group: readonly Waiting[]): Promise<(() => void)[]> {
  return Promise.all(group.map((waiting) => waiting.run(tx)));
}

async function runTogether(tx: Kysely<Schema>, group: readonly Waiting[]): Promise<(() => void)[]> {
  const endings: (() => void)[] = [];
  for (const waiting of group) {
    const saved = sql`savepoint one`.execute(tx);
    try {
      const [end] = await Promise.all([waiting.run(tx), saved]);
      // Fails when a statement failed and the work swallowed that: then nothing of it may be kept.
      await sql`release savepoint one`.execute(tx);
      endings.push(end);
    } catch (error) {
      await undo(tx, error);
      endings.push(() => waiting.reject(error));
    }
  }
  return endings;
}

// Where that fails too, the database has undone all of it by itself (SQLite on a full disk), or is gone: then nothing of the
// group is kept, for the reason that the one had.
async function undo(tx: Kysely<Schema>, cause: unknown): Promise<void> {
  try {
    await sql`rollback to savepoint one`.execute(tx);
    await sql`release savepoint one`.execute(tx);
  } catch {
    throw cause;
  }
}
