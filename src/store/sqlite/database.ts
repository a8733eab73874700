// Opens the store's file: durable settings, and a refusal that says what to do where the file is not a store of ours.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { explain, notAStore } from './errors.ts';

// "TLNE". Tells our file from the database of some other program.
const applicationId = 0x544c4e45;

// A check of every page reads the whole file: about 2 ms per MiB here. Above this the daemon would start noticeably
// later, and damage is found when the damaged page is read.
const checkedBytes = 8 * 1024 * 1024;

export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    refuseForeign(database, file);
    configure(database);
    if (sizeOf(file) <= checkedBytes) refuseDamaged(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file);
  }
}

/** The size of the file, 0 for a database in memory. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

export function pragma(database: DatabaseSync, name: string): string | number {
  const value = Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
  return typeof value === 'number' ? value : String(value);
}

// Before any setting, because those are written into the file too.
function refuseForeign(database: DatabaseSync, file: string): void {
  if (pragma(database, 'application_id') === applicationId) return;
  const tables = database.prepare('select count(*) as count from sqlite_schema').get();
  if (tables?.['count'] !== 0) throw notAStore(file, 'it is the database of another program');
}

function configure(database: DatabaseSync): void {
  if (pragma(database, 'application_id') !== applicationId)
    database.exec(`pragma application_id = ${applicationId}`);
  // FULL: every commit is synced to the disk before it is acknowledged; NORMAL may lose the last ones when power fails.
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  // On macOS a plain fsync leaves the data in the drive's cache.
  if (process.platform === 'darwin')
    database.exec('pragma fullfsync = on; pragma checkpoint_fullfsync = on;');
}

function refuseDamaged(database: DatabaseSync, file: string): void {
  const found = pragma(database, 'quick_check(1)');
  if (found !== 'ok') throw notAStore(file, `it is damaged (${found})`);
}
