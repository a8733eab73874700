// What SQLite's error codes mean to a person: which file, what became of the data, what to do.
import { AppError } from '../../domain/errors.ts';

// The low byte of an extended result code is the primary one (sqlite.org/rescode.html). IOERR_SHMSIZE is what a full disk
// gives while the index of the log grows.
const primary = { busy: 5, readonly: 8, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;
const shmSize = 4874;

/** The AppError for an error of SQLite that a person can do something about; any other error as it is. */
export function explain(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === shmSize) return diskFull(file, error);
  switch (code & 0xff) {
    case primary.full:
      return diskFull(file, error);
    case primary.corrupt:
      return notAStore(file, 'it is damaged', error);
    case primary.notADatabase:
      return notAStore(file, 'it is not a SQLite database', error);
    case primary.cantOpen:
    case primary.readonly:
      return notWritable(file, error);
    case primary.busy:
      return inUse(file, error);
    default:
      return error;
  }
}

/** For a file that is there but cannot be the store. */
export function notAStore(file: string, reason: string, cause?: unknown): AppError {
  return new AppError('store_corrupt', `The store ${file} cannot be used: ${reason}.`, {
    next: 'Restore it from a backup, or move it away together with its -wal and -shm files: then a new, empty one is made.',
    details: { file, reason },
    cause,
  });
}

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

function diskFull(file: string, cause: unknown): AppError {
  return new AppError(
    'disk_full',
    `The disk that holds the store ${file} is full; the last change was not made.`,
    {
      next: 'Free some space, then repeat it. Nothing that was saved before is lost.',
      details: { file },
      cause,
    },
  );
}

function notWritable(file: string, cause: unknown): AppError {
  return new AppError('invalid_config', `The store ${file} cannot be opened for writing.`, {
    next: 'Check that its folder exists and that you may write there, or choose another home with TASKLANE_HOME.',
    details: { file },
    cause,
  });
}

function inUse(file: string, cause: unknown): AppError {
  return new AppError('home_in_use', `Another process keeps the store ${file} locked.`, {
    next: 'End that process, or use another home.',
    details: { file },
    cause,
  });
}
