// What the queries run in. The same query files serve an operation on its own and one inside a transition, because each
// asks its session for a transaction: outside a new one begins, inside it is the one that is already open.
import type { Kysely } from 'kysely';
import type { EventRecord } from '../../domain/event.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import type { Schema } from './schema.ts';

/** One open transaction. */
export interface Tx {
  readonly db: Kysely<Schema>;
  readonly now: () => number;
  /** What it has appended to the log so far; listeners hear of it once it is committed. */
  readonly appended: EventRecord[];
  /** Tasks as they are now, those that it has changed or read for a change, so that a change need not read them again. */
  readonly known: Map<TaskId, Known>;
  /** Whether the database is a server, to which every way costs more than what it does there. */
  readonly isRemote: boolean;
  /** Writes that were sent and whose answers nobody has waited for yet; see `send`. */
  readonly sent: Promise<unknown>[];
}

export interface Known {
  readonly task: Task;
  /** The number of its last event. */
  readonly lastSeq: number;
}

export interface Session {
  /** For work that is a single statement: it sees one state by itself, and needs no transaction around it. */
  ask<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The log, for a driver that follows what other processes append to it. */
export interface LogSource {
  /** Oldest first, only those with a greater id. */
  readonly read: (after: number, limit: number) => Promise<readonly EventRecord[]>;
  /** Tells the listeners. */
  readonly tell: (records: readonly EventRecord[]) => void;
  /** Hears why following failed, when that is a bug. */
  readonly failed: (error: unknown) => void;
}

/** What differs from database to database. */
export interface SqlDriver {
  /** The clock that leases are judged by, in milliseconds since 1970. Without it: the one that the store was given. */
  clock?(db: Kysely<Schema>): Promise<number>;
  /**
   * Statements may be sent before the answer to an earlier one has come, and one may write several tables
   * (`with … as (update …) insert …`).
   */
  readonly isRemote: boolean;
  /** `work` runs a single statement that reads. */
  ask<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** One consistent view; `work` must not write. */
  read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * All of `work` or nothing, and no other write in between; resolves when it is durable. `committed` is called after
   * the commit and before that of any later write of this process. Throws AppError `disk_full`, `store_corrupt` or
   * `store_unreachable` for those.
   */
  write<T>(work: (db: Kysely<Schema>) => Promise<T>, committed: () => void): Promise<T>;
  /**
   * Only where other processes may append to the same log; called once. What it returns takes the place of
   * `source.tell` after each commit of this process, and keeps its events and those of the others in one order.
   */
  follow?(source: LogSource): (records: readonly EventRecord[]) => void;
  describe(): Promise<Readonly<Record<string, string | number>>>;
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>;
}

/** A transaction that was just begun. */
export function begun(db: Kysely<Schema>, now: () => number, isRemote: boolean): Tx {
  return { db, now, appended: [], known: new Map(), isRemote, sent: [] };
}

/**
 * A write that nobody needs the answer of before the end of the transaction. On a server it is on its way when this
 * returns, and what follows is sent behind it; `settle` throws what it throws. Elsewhere it has been done.
 */
export async function send(tx: Tx, write: Promise<unknown>): Promise<void> {
  if (!tx.isRemote) {
    await write;
    return;
  }
  // When the transaction fails before it is settled, that is what is told.
  write.catch(() => undefined);
  tx.sent.push(write);
}

/** Waits for all that was sent. Throws what the first that failed has thrown: those behind it only failed with it. */
export async function settle(tx: Tx): Promise<void> {
  for (const write of tx.sent) await write;
  // Each comes with its answer, and a later one that was waited for may have been quicker to be noted.
  if (tx.sent.length > 0) tx.appended.sort((one, other) => one.id - other.id);
}
