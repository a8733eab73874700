// Files that are not a store, disks that are full, stores of a later program: one clear message each, nothing destroyed.
import assert from 'node:assert/strict';
import { openSync, readFileSync, truncateSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createIn, draftFor, rejects, sampleProject } from '../../../test/contracts/store/setup.ts';
import { sampleEvents } from '../../../test/support/sample-tasks.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { AppError } from '../../domain/errors.ts';
import { openDatabase } from './database.ts';
import { explain } from './errors.ts';
import { openSqliteStore, openStoreOn } from './sqlite-store.ts';

const now = (): number => 1000;

/** A closed store with two hundred tasks. */
async function writtenStore(context: TestContext, promptLength = 100): Promise<string> {
  const file = join(tempDir(context), 'store.sqlite');
  const store = await openSqliteStore({ file, now });
  const shop = sampleProject('shop');
  await store.projects.insert(shop);
  await store.transition(async (within) => {
    for (let count = 0; count < 200; count += 1)
      await within.tasks.create(draftFor(shop, { prompt: 'x'.repeat(promptLength) }), 'ada');
  });
  await store.close();
  return file;
}

function overwrite(file: string, position: number, length: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xab), 0, length, position);
  closeSync(handle);
}

test('a file that is no database is refused, named, and left as it is', async (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  const content = 'my notes, not a database\n'.repeat(100);
  writeFileSync(file, content);
  const error = await rejects(openSqliteStore({ file, now }), 'store_corrupt');
  assert.ok(error.message.includes(file));
  assert.match(error.next ?? '', /backup.*move it away/);
  assert.equal(readFileSync(file, 'utf8'), content);
});

test('the database of another program is refused and left as it is', async (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  const other = new DatabaseSync(file);
  other.exec("create table notes (text); insert into notes values ('mine')");
  other.close();
  const bytes = readFileSync(file);
  const error = await rejects(openSqliteStore({ file, now }), 'store_corrupt');
  assert.match(error.message, /another program/);
  assert.deepEqual(readFileSync(file), bytes);
});

test('a store that is damaged inside or cut short is refused before anything is written', async (context) => {
  const damaged = await writtenStore(context);
  overwrite(damaged, 20 * 4096, 8 * 4096);
  const error = await rejects(openSqliteStore({ file: damaged, now }), 'store_corrupt');
  assert.match(error.message, /damaged/);
  const cut = await writtenStore(context);
  truncateSync(cut, 10 * 4096);
  await rejects(openSqliteStore({ file: cut, now }), 'store_corrupt');
});

test('damage that is met only while reading is told in the same words', async (context) => {
  // Too large to be checked as a whole when it is opened.
  const file = await writtenStore(context, 60_000);
  // So many pages that some of them hold tasks, and not only indexes of them.
  overwrite(file, 1000 * 4096, 64 * 4096);
  const store = await openSqliteStore({ file, now });
  context.after(() => store.close());
  const error = await rejects(store.tasks.list({ withDeleted: true }), 'store_corrupt');
  assert.ok(error.message.includes(file));
});

test('a row that is not what was written is damage too', async (context) => {
  const file = await writtenStore(context);
  const meddled = new DatabaseSync(file);
  meddled.exec("update tasks set body = '{' where number = 7");
  meddled.close();
  const store = await openSqliteStore({ file, now });
  context.after(() => store.close());
  await rejects(store.tasks.find('7'), 'store_corrupt');
  assert.equal((await store.tasks.find('8'))?.number, 8);
});

test('a store of a newer program is refused, with both versions named, and left as it is', async (context) => {
  const file = await writtenStore(context);
  const newer = new DatabaseSync(file);
  newer.exec("insert into schema_versions values (9999, 'later', 0)");
  newer.close();
  const error = await rejects(openSqliteStore({ file, now }), 'store_newer');
  assert.match(error.message, /version 9999.*version \d/);
  assert.match(error.next ?? '', /Update Tasklane/);
});

test('a full disk refuses the write, loses nothing, and the store goes on once there is room', async (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  // SQLite's own limit gives the same result code as a disk without room.
  const database = openDatabase(file);
  const store = await openStoreOn(database, { file, now });
  context.after(() => store.close());
  const shop = sampleProject('shop');
  await store.projects.insert(shop);
  const task = await createIn(store, shop, 'queued');
  database.exec('pragma max_page_count = 60');
  const speak = (): Promise<unknown> =>
    store.transition(async (within) => {
      await within.tasks.change(task.id, { type: 'moved', position: 9 }, { actor: 'ada' });
      await within.events.append(task.id, [{ type: 'agent.message', text: 'x'.repeat(500_000) }], {
        actor: 'a',
      });
    });
  const error = await rejects(speak(), 'disk_full');
  assert.ok(error.message.includes(file));
  assert.deepEqual(await store.tasks.get(task.id), task);
  assert.equal(await store.events.last(), 2);
  database.exec('pragma max_page_count = 100000');
  await speak();
  assert.equal(await store.events.last(), 4);
});

test('a folder that is missing is said plainly', async (context) => {
  const missing = join(tempDir(context), 'missing', 'store.sqlite');
  const error = await rejects(openSqliteStore({ file: missing, now }), 'invalid_config');
  assert.ok(error.message.includes(missing));
});

test('a file that another process keeps locked is said to be in use', (context) => {
  const file = join(tempDir(context), 'store.sqlite');
  const holder = new DatabaseSync(file);
  holder.exec('begin exclusive');
  const other = new DatabaseSync(file, { timeout: 0 });
  try {
    other.exec('begin immediate');
    assert.fail('it is locked');
  } catch (error) {
    const explained = explain(error, file);
    assert.ok(explained instanceof AppError);
    assert.equal(explained.code, 'home_in_use');
    assert.ok(explained.message.includes(file));
  } finally {
    other.close();
    holder.close();
  }
});

test('a store in memory works without a file and is gone when it is closed', async () => {
  const store = await openSqliteStore({ file: ':memory:', now });
  const shop = sampleProject('shop');
  await store.projects.insert(shop);
  const task = await createIn(store, shop, 'draft');
  assert.equal((await store.tasks.change(task.id, sampleEvents.accepted, { actor: 'ada' })).state, 'queued');
  await store.close();
  const other = await openSqliteStore({ file: ':memory:', now });
  assert.deepEqual(await other.projects.list(), []);
  await other.close();
});

test('the settings that make a commit durable are on', (context) => {
  const database = openDatabase(join(tempDir(context), 'store.sqlite'));
  const value = (name: string): unknown => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
  // 2 is FULL: the log is synced at every commit.
  assert.deepEqual(['journal_mode', 'synchronous', 'foreign_keys'].map(value), ['wal', 2, 1]);
  database.close();
});
