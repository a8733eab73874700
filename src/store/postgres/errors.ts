// What PostgreSQL's and the network's errors mean to a person: what became of the change, and what to do.
import { DatabaseError } from 'pg';
import { AppError, messageOf } from '../../domain/errors.ts';

type Explain = (place: string, cause: Error) => AppError;

// By SQLSTATE, or by its class (the first two characters): postgresql.org/docs/current/errcodes-appendix.html.
const bySqlState: Readonly<Record<string, Explain>> = {
  '08': unreachable,
  '57P': unreachable,
  // Ended by the server because it did nothing for too long in the middle of a transaction.
  '25P03': unreachable,
  '53300': (place, cause) =>
    new AppError('store_unreachable', `${place} has no connection left: ${cause.message}.`, {
      next: 'Raise max_connections of the server, or stop what else uses it.',
      details: { place },
      cause,
    }),
  '55P03': (place, cause) =>
    new AppError('store_unreachable', `Another process holds the store ${place} for too long.`, {
      next: 'Repeat it; if it goes on, look in pg_stat_activity for what is “idle in transaction” and end it.',
      details: { place },
      cause,
    }),
  '28': (place, cause) =>
    new AppError('invalid_config', `The server refused ${place}: ${cause.message}.`, {
      next: 'Correct the user and the password in the address of the store, or pg_hba.conf on the server.',
      details: { place },
      cause,
    }),
  '3D000': (place, cause) =>
    new AppError('invalid_config', `There is no such database: ${place}.`, {
      next: 'Create it with createdb, encoded in UTF8, or correct the address of the store.',
      details: { place },
      cause,
    }),
  '42501': (place, cause) =>
    new AppError('invalid_config', `The user of ${place} lacks a right: ${cause.message}.`, {
      next: 'Make it the owner of the database, or grant it CREATE on the database.',
      details: { place },
      cause,
    }),
  '25006': (place, cause) =>
    new AppError('invalid_config', `${place} cannot be written to: ${cause.message}.`, {
      next: 'Use the address of the primary server.',
      details: { place },
      cause,
    }),
  '53100': (place, cause) =>
    new AppError('disk_full', `The disk of ${place} is full; the last change was not made.`, {
      next: 'Free some space on the server, then repeat it. Nothing that was saved before is lost.',
      details: { place },
      cause,
    }),
  XX001: damaged,
  XX002: damaged,
  '22021': (_, cause) =>
    new AppError('invalid_input', 'The text holds a character that cannot be kept, such as U+0000.', {
      next: 'Remove it and repeat.',
      cause,
    }),
};

/** The AppError for an error that a person can do something about; any other error as it is. */
export function explain(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (error instanceof DatabaseError) {
    const state = error.code ?? '';
    const known = bySqlState[state] ?? bySqlState[state.slice(0, 3)] ?? bySqlState[state.slice(0, 2)];
    return known?.(place, error) ?? error;
  }
  return isOfConnection(error) ? unreachable(place, error) : error;
}

/** For an error in the answer to `commit`: only a lost connection leaves open what became of the change. */
export function inDoubt(error: unknown, place: string): unknown {
  const explained = explain(error, place);
  if (!(explained instanceof AppError) || explained.code !== 'store_unreachable') return error;
  return new AppError(
    'store_unreachable',
    `The connection to ${place} was lost while a change was being saved; it may or may not have been made.`,
    {
      next: 'Look whether it was made before you repeat it.',
      details: { place, inDoubt: true },
      cause: error,
    },
  );
}

function unreachable(place: string, cause: Error): AppError {
  return new AppError('store_unreachable', `There is no connection to ${place}: ${said(cause)}.`, {
    next: 'Check that the server runs and that the address of the store is right, then repeat it. Nothing that was saved is lost.',
    details: { place },
    cause,
  });
}

function damaged(place: string, cause: Error): AppError {
  return new AppError('store_corrupt', `The store ${place} is damaged: ${cause.message}.`, {
    next: 'Restore it from a backup.',
    details: { place },
    cause,
  });
}

// The driver has no class of its own for these; node's errors name the call that failed.
function isOfConnection(error: Error): boolean {
  return (
    ('syscall' in error && typeof error.syscall === 'string') ||
    error instanceof AggregateError ||
    /^Connection terminated|^timeout exceeded when trying to connect|is not queryable$|^Query read timeout/.test(
      error.message,
    )
  );
}

// For a host with several addresses node puts one error per address into an AggregateError without a message.
function said(cause: Error): string {
  return cause instanceof AggregateError ? cause.errors.map(messageOf).join('; ') : cause.message;
}
