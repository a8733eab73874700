import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { holdLock, readHolder } from './lock-file.ts';
import type { HeldLock } from './lock-file.ts';

const module = new URL('lock-file.ts', import.meta.url).href;

/** A process that tries for the lock, prints what it got, and stays until it is killed or told to go. */
async function contender(
  context: TestContext,
  file: string,
): Promise<{ child: ChildProcess; answer: string }> {
  const program = `
    const { holdLock } = await import(process.argv[1]);
    const lock = holdLock(process.argv[2], { url: 'http://127.0.0.1:1' });
    console.log(lock.held ? 'held' : 'refused by ' + lock.by?.pid);
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, module, file], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => child.kill('SIGKILL'));
  const chunks: unknown[] = await once(child.stdout, 'data');
  return { child, answer: String(chunks[0]).trim() };
}

function held(file: string): HeldLock {
  const lock = holdLock(file);
  assert.ok(lock.held, 'the lock is free');
  return lock;
}

test('a lock is held by one, who is named to the other, and is free after its release', (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  const lock = held(file);
  lock.tell({ url: 'http://127.0.0.1:4747' });
  assert.deepEqual(holdLock(file), {
    held: false,
    by: { pid: process.pid, info: { url: 'http://127.0.0.1:4747' } },
  });
  lock.release();
  lock.release();
  assert.equal(readHolder(file), null);
  held(file).release();
});

test('another process is refused, and a refused one does not disturb the holder', async (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  const lock = held(file);
  assert.equal((await contender(context, file)).answer, `refused by ${process.pid}`);
  assert.equal((await contender(context, file)).answer, `refused by ${process.pid}`);
  lock.release();
  assert.equal((await contender(context, file)).answer, 'held');
});

test('the lock of a process that was killed with -9 is free at once, though its word still stands', async (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  const first = await contender(context, file);
  assert.equal(first.answer, 'held');
  assert.equal(holdLock(file).held, false);
  const exited = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await exited;
  assert.equal(readHolder(file)?.pid, first.child.pid);
  const lock = held(file);
  assert.equal(readHolder(file)?.pid, process.pid);
  lock.release();
});

test('a dead holder whose process id belongs to somebody else by now does not keep the lock', (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  writeFileSync(`${file}.json`, JSON.stringify({ pid: process.pid, info: {} }));
  held(file).release();
});

test('of many who start at once after a kill exactly one gets the lock', async (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  const dead = await contender(context, file);
  const exited = once(dead.child, 'exit');
  dead.child.kill('SIGKILL');
  await exited;
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => contender(context, file)));
  assert.equal(all.filter((one) => one.answer === 'held').length, 1);
});

test('a holder that cannot be read is unknown, not an error', (context) => {
  const file = join(tempDir(context), 'daemon.lock');
  const lock = held(file);
  writeFileSync(`${file}.json`, '{"pid":');
  assert.deepEqual(holdLock(file), { held: false, by: null });
  lock.release();
  assert.equal(existsSync(`${file}.json`), false);
});

test('a folder that is missing is an error that names the file', (context) => {
  const file = join(tempDir(context), 'missing', 'daemon.lock');
  assert.throws(() => holdLock(file), new RegExp(`the lock file ${file} cannot be locked`));
});
