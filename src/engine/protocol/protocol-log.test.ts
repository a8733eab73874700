import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { maskFor } from '../../domain/template/mask.ts';
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import { ProtocolLog } from './protocol-log.ts';
import type { ProtocolLogOptions } from './protocol-log.ts';

function optionsIn(dir: string, more: Partial<ProtocolLogOptions> = {}): ProtocolLogOptions {
  return {
    dir,
    maxBytes: 1024 * 1024,
    mask: maskFor(['swordfish']),
    now: () => 7,
    onFailure: (error) => assert.fail(error),
    ...more,
  };
}

const said = (text: string): { dir: 'print'; stream: 'stderr'; text: string } => ({
  dir: 'print',
  stream: 'stderr',
  text,
});

function entriesIn(dir: string): readonly ProtocolEntry[] {
  return readdirSync(dir)
    .sort()
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as ProtocolEntry);
}

const dirOf = (context: TestContext): string => join(tempDir(context), 'protocol-1');

test('entries are lines of JSON with their time, without secrets, also in the middle of a message', async (context) => {
  const dir = dirOf(context);
  const log = await ProtocolLog.open(optionsIn(dir));
  log.add(said('the password is swordfish'));
  log.add({ dir: 'in', chunk: 1, message: { params: { deep: ['swordfish!'] } } });
  const servers = [
    { name: 'ours', url: 'http://x', headers: [{ name: 'Authorization', value: 'Bearer abc' }] },
  ];
  log.add({ dir: 'out', message: { method: 'session/new', params: { cwd: '/', mcpServers: servers } } });
  await log.close();
  log.add(said('after the end'));
  const [first, second, third, ...rest] = entriesIn(dir);
  assert.deepEqual(first, { at: 7, ...said('the password is [hidden]') });
  assert.deepEqual(second, { at: 7, dir: 'in', chunk: 1, message: { params: { deep: ['[hidden]!'] } } });
  assert.doesNotMatch(JSON.stringify(third), /abc/);
  assert.match(JSON.stringify(third), /"name":"Authorization","value":"\[hidden\]"/);
  assert.deepEqual(rest, []);
  assert.equal(statSync(dir).mode & 0o077, 0, 'nobody else may read it');
});

test('a log that grows is kept within its size: its first part and its newest ones', async (context) => {
  const dir = dirOf(context);
  const maxBytes = 80_000;
  const log = await ProtocolLog.open(optionsIn(dir, { maxBytes }));
  for (let line = 0; line < 3000; line += 1) log.add(said(`line ${line} ${'x'.repeat(100)}`));
  await log.close();
  const size = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  assert.ok(size <= maxBytes, String(size));
  assert.ok(size > maxBytes / 2, String(size));
  const texts = entriesIn(dir).map((entry) => (entry.dir === 'print' ? entry.text : ''));
  assert.match(texts[0] ?? '', /^line 0 /);
  assert.match(texts.at(-1) ?? '', /^line 2999 /);
});

test('an attempt that goes on begins a new part, also behind half a line', async (context) => {
  const dir = dirOf(context);
  const first = await ProtocolLog.open(optionsIn(dir));
  first.add(said('one'));
  await first.close();
  writeFileSync(join(dir, '000001.jsonl'), '{"at":8,"dir":"pr', { flag: 'a' });
  const second = await ProtocolLog.open(optionsIn(dir));
  second.add(said('two'));
  await second.close();
  assert.deepEqual(readdirSync(dir).sort(), ['000001.jsonl', '000002.jsonl']);
  assert.match(readFileSync(join(dir, '000002.jsonl'), 'utf8'), /two/);
});

test('an entry that is too large is left out, and the log says so', async (context) => {
  const dir = dirOf(context);
  const log = await ProtocolLog.open(optionsIn(dir, { maxBytes: 100 * 1024 * 1024 }));
  log.add(said('x'.repeat(5 * 1024 * 1024)));
  log.add(said('small'));
  await log.close();
  const [gap, small] = entriesIn(dir);
  assert.match(gap?.dir === 'gap' ? gap.reason : '', /too large/);
  assert.equal(small?.dir, 'print');
});

test('a flood that the disk cannot take is left out, and memory stays as it is', async (context) => {
  const dir = dirOf(context);
  const log = await ProtocolLog.open(optionsIn(dir, { maxBytes: 32 * 1024 ** 2 }));
  const before = process.memoryUsage().rss;
  const line = 'y'.repeat(100_000);
  // All in one go: nothing can be written meanwhile.
  for (let count = 0; count < 5_000; count += 1) log.add(said(line));
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 200 * 1024 * 1024, `${Math.round(grown / 1024 / 1024)} MiB for 500 MB`);
  await log.close();
});

test('a folder that goes away costs the log, and nobody an error', async (context) => {
  const dir = dirOf(context);
  const failures: Error[] = [];
  const log = await ProtocolLog.open(
    optionsIn(dir, { maxBytes: 1000, onFailure: (error) => failures.push(error) }),
  );
  rmSync(dir, { recursive: true });
  for (let line = 0; line < 100; line += 1) log.add(said(`line ${line} ${'x'.repeat(100)}`));
  await log.close();
  for (let line = 0; line < 100; line += 1) log.add(said('more'));
  assert.equal(failures.length, 1);
});
