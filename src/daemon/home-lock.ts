// One daemon owns a home. Whoever cannot have it is told why, and what to do.
import { join } from 'node:path';
import { AppError, messageOf } from '../domain/errors.ts';
import { holdLock } from '../lib/lock-file.ts';
import type { HeldLock, LockOutcome } from '../lib/lock-file.ts';

/** Throws `home_in_use`, `disk_full`, `invalid_config` (no locks there, or nothing may be written). */
export function lockHome(home: string): HeldLock {
  const lock = take(home);
  if (lock.held) return lock;
  const by = lock.by === null ? 'another daemon' : `the daemon with process id ${lock.by.pid}`;
  throw new AppError('home_in_use', `${home} is held by ${by}.`, {
    next: 'Use that one, stop it first, or choose another folder with --home.',
    details: { home, pid: lock.by?.pid ?? null },
  });
}

function take(home: string): LockOutcome {
  try {
    return holdLock(join(home, 'daemon.lock'));
  } catch (error) {
    throw explained(home, error);
  }
}

// The result code of SQLite for a disk without room: the lock is taken through it.
const sqliteFull = 13;

function explained(home: string, error: unknown): unknown {
  const { cause } = error instanceof Error ? error : {};
  if (!(cause instanceof Error) || !('errcode' in cause)) return error;
  if (cause.errcode === sqliteFull)
    return new AppError('disk_full', `The disk is full: ${home} cannot be locked.`, {
      next: 'Free some space on that disk, or choose another folder with TASKLANE_HOME.',
      cause: error,
    });
  return new AppError('invalid_config', `${home} cannot be locked: ${messageOf(cause)}.`, {
    next: 'Check that you may write there, or choose another folder with TASKLANE_HOME.',
    cause: error,
  });
}
