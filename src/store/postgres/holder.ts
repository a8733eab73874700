// Two daemons must not use the store under one name: each would take the other's tasks for its own. That happens when a
// home is copied with its name (a restored backup, a cloned machine) while the first one still works. So a name is held by
// an advisory lock, on a connection of its own for as long as the store is open; the server gives it up when that ends.
import { Client } from 'pg';
import { AppError } from '../../domain/errors.ts';
import { sleep } from '../../lib/sleep.ts';
import type { Address } from './connect.ts';

// The same first key as the store's own lock (transactions.ts); locks with two keys and those with one never meet.
const lockClass = 0x544c4e45;

// A machine that lost its power says no goodbye. The server asks for a sign of life this often, and gives up after three.
const keepAlive =
  'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3';

// Longer than the server needs to notice that the one before is gone.
const patienceMs = 20_000;
const pauseMs = 500;

export class Holder {
  readonly #address: Address;
  readonly #name: string;
  readonly #patienceMs: number;
  #client: Client | null = null;
  #isClosed = false;

  /** `patienceMs`: how long one that has the name is waited for. */
  constructor(address: Address, name: string, patience = patienceMs) {
    this.#address = address;
    this.#name = name;
    this.#patienceMs = patience;
  }

  /** Resolves when the name is held. Throws `home_in_use` when somebody else goes on holding it. */
  async take(): Promise<void> {
    const deadline = performance.now() + this.#patienceMs;
    while (!(await this.#try())) {
      if (performance.now() > deadline) throw inUse(this.#name, this.#address.place);
      await sleep(pauseMs);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #try(): Promise<boolean> {
    const client = new Client(this.#address.config);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(keepAlive);
      const { rows } = await client.query<{ held: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as held',
        [lockClass, this.#name],
      );
      if (rows[0]?.held === true && !this.#isClosed) {
        this.#client = client;
        client.once('end', () => void this.#takeAgain());
        return true;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    await client.end().catch(() => undefined);
    return false;
  }

  // The connection was lost. Until it is back nothing can be written either, and whatever another daemon of this name did
  // meanwhile is fenced as every claim is.
  async #takeAgain(): Promise<void> {
    this.#client = null;
    while (!this.#isClosed) {
      await sleep(pauseMs);
      // The server is away: whoever uses the store is told so.
      if (!this.#isClosed && (await this.#try().catch(() => false))) return;
    }
  }
}

function inUse(name: string, place: string): AppError {
  return new AppError('home_in_use', `Another daemon uses ${place} under the name ${name}.`, {
    next: 'Stop that one. If this home is a copy of its home, delete the file “worker” here: it then gets a name, and projects, of its own.',
    details: { place, name },
  });
}
