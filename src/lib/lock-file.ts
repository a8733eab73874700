// One process at a time may hold a lock file. The lock is the operating system's own (fcntl or LockFileEx, taken through
// Node's SQLite, which is the only file lock that Node has): it ends with its process, however that dies, so there is no
// stale lock to recognise, no race between two who would take one over, and no process id that could be somebody else's
// by now or mean nothing in another container. Who holds it stands in a file beside it, only for people to read.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What the holder tells the others. */
export interface LockHolder {
  readonly pid: number;
  /** Whatever else it wants known: its address, its version. */
  readonly info: Readonly<Record<string, string | number>>;
}

export interface HeldLock {
  readonly held: true;
  /** Replaces what the others read. Does nothing after the release. */
  tell(info: LockHolder['info']): void;
  /** Idempotent. */
  release(): void;
}

export type LockOutcome =
  | HeldLock
  /** `by` is null when the holder has not said who it is (yet). */
  | { readonly held: false; readonly by: LockHolder | null };

/**
 * Takes the lock, or says who has it; never waits. The folder of `file` must exist. Throws when the file cannot be
 * written or its file system has no locks.
 */
export function holdLock(file: string, info: LockHolder['info'] = {}): LockOutcome {
  const lock = takeLock(file);
  if (lock === undefined) return { held: false, by: readHolder(file) };
  const tell = (told: LockHolder['info']): void => {
    if (lock.isOpen) writeHolder(file, { pid: process.pid, info: told });
  };
  tell(info);
  return {
    held: true,
    tell,
    release: () => {
      if (!lock.isOpen) return;
      rmSync(holderFile(file), { force: true });
      lock.close();
      handles.delete(lock);
    },
  };
}

/**
 * Who held the lock last, or null. It may have died without a word since: only holdLock knows whether it still holds it,
 * so never kill the process by this number.
 */
export function readHolder(file: string): LockHolder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(holderFile(file), 'utf8'));
    return isHolder(parsed) ? parsed : null;
  } catch {
    // Not there, or damaged: then nobody has said who they are, which is what null means.
    return null;
  }
}

// The lock itself must be a file that nobody opens for anything else: when a process closes any handle of a file, it
// loses its fcntl locks on it.
function holderFile(file: string): string {
  return `${file}.json`;
}

const SQLITE_BUSY = 5;

// Keeps the handles from the garbage collector, which would close them and so give the locks away.
const handles = new Set<DatabaseSync>();

function takeLock(file: string): DatabaseSync | undefined {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file, { timeout: 0 });
    // Nothing is ever written, so this open transaction is nothing but the lock.
    handle.exec('begin exclusive');
  } catch (error) {
    handle?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw new Error(`the lock file ${file} cannot be locked`, { cause: error });
  }
  handles.add(handle);
  return handle;
}

// Renamed into place, so that a reader sees the whole of it or the one before.
function writeHolder(file: string, holder: LockHolder): void {
  const target = holderFile(file);
  const next = `${target}.${holder.pid}.new`;
  writeFileSync(next, `${JSON.stringify(holder)}\n`);
  renameSync(next, target);
}

function isHolder(value: unknown): value is LockHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'info' in value &&
    typeof value.info === 'object' &&
    value.info !== null
  );
}
