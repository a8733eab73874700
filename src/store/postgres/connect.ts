// The connections to the server: a pool for the store's transactions, single ones for listening.
import { Client, Pool, TypeOverrides, types } from 'pg';
import type { ClientConfig } from 'pg';
import { AppError } from '../../domain/errors.ts';

export interface Address {
  readonly config: ClientConfig;
  /** Where the store is, for messages: the URL without its password. */
  readonly place: string;
}

// Writers take turns in this process and need one connection; the others are for reads that go on meanwhile.
const maxConnections = 8;

const connectMs = 10_000;

// A process that was frozen or cut off in the middle of a transition holds the lock that all others wait for. After this
// time the server undoes the transition; a fenced worker would have lost its lease by then as well.
const idleInTransactionMs = 30_000;

// Longer, so that those who wait outlast one that is stuck, and then say what keeps them instead of waiting for ever.
const lockWaitMs = 45_000;

/** Reads an address without connecting. Throws AppError `invalid_config`. */
export function readAddress(url: string): Address {
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'tasklane',
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    lock_timeout: lockWaitMs,
    types: typesWithNumbers(),
  };
  return { config, place: placeOf(url, config) };
}

export function openPool(address: Address): Pool {
  const pool = new Pool({ ...address.config, max: maxConnections, pipeline: true });
  // A connection that breaks says so twice: to the query it was busy with, and as an event that would end the process if
  // nobody listened. The pool drops the connection by itself and opens another one when it is needed.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

// The cause is left out: it may hold the whole URL, and with it the password.
function placeOf(url: string, config: ClientConfig): string {
  if (!/^postgres(ql)?:\/\//.test(url)) throw unreadable();
  try {
    const { user, host, port, database } = new Client(config);
    const at = user === undefined ? '' : `${user}@`;
    return host.startsWith('/')
      ? `postgres://${at}/${database}?host=${host}&port=${port}`
      : `postgres://${at}${host}:${port}/${database}`;
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError('invalid_config', 'The address of the PostgreSQL store cannot be read.', {
    next: 'Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE; in the password, percent-encode special characters.',
  });
}

// The driver gives bigint as text, because not every one fits a number. Ours all do: counters, and milliseconds.
function typesWithNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, wholeNumber);
  return overrides;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is not a number of ours`);
  return value;
}
