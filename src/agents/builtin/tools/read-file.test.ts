import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { readFileTool } from './read-file.ts';

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, n) => `line ${n + 1}\n`).join('');

test('a short file is given as it is', async (t) => {
  const bench = benchFor(t, readFileTool, { 'a.txt': 'one\n  two\n' });
  assert.deepEqual(await bench.run({ path: 'a.txt' }), { kind: 'done', text: 'one\n  two' });
});

test('a part of a file says which part it is and how to read on', async (t) => {
  const bench = benchFor(t, readFileTool, { 'a.txt': numbered(10) });
  const part = await bench.run({ path: 'a.txt', offset: 3, limit: 2 });
  assert.equal(part.text, 'line 3\nline 4\n\n[lines 3-4 of 10; read on with offset 5]');
  const rest = await bench.run({ path: 'a.txt', offset: 9 });
  assert.equal(rest.text, 'line 9\nline 10\n\n[lines 9-10 of 10]');
});

test('reading on where a long file was cut gives all of it', async (t) => {
  const bench = benchFor(t, readFileTool, { 'a.txt': `${'x'.repeat(99)}\n`.repeat(3000) });
  let offset: number | undefined = 1;
  let lines = 0;
  while (offset !== undefined) {
    const { text } = await bench.run({ path: 'a.txt', offset });
    assert.ok(text.length < 51_000);
    lines += text.split('\n').filter((line) => /^x{99}$/.test(line)).length;
    const next = /read on with offset (\d+)/.exec(text)?.[1];
    offset = next === undefined ? undefined : Number(next);
  }
  assert.equal(lines, 3000);
});

test('a line too long to show is cut, and says so', async (t) => {
  const bench = benchFor(t, readFileTool, { 'a.txt': `${'x'.repeat(9000)}\nshort\n` });
  const { text } = await bench.run({ path: 'a.txt' });
  assert.match(text, /\[this line has 9000 characters; the rest is cut\]\nshort$/);
});

test('what cannot be read says why', async (t) => {
  const bench = benchFor(t, readFileTool, { 'a.txt': 'one\n', 'empty.txt': '' });
  bench.write('zero.bin', Buffer.from([65, 0, 66]));
  bench.write('latin.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  for (const [input, why] of [
    [{ path: 'zero.bin' }, /zero.bin is a binary file \(3 bytes\)/],
    [{ path: 'latin.txt' }, /binary file/],
    [{ path: 'b.txt' }, /there is no file b.txt/],
    [{ path: 'a.txt/b' }, /there is no file/],
    [{ path: '.' }, /is a folder/],
    [{ path: 'a.txt', offset: 2 }, /has 1 lines; there is no line 2/],
    [{ path: '../a.txt' }, /outside the workspace/],
  ] as const) {
    const outcome = await bench.run(input);
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.text, why);
  }
  assert.equal((await bench.run({ path: 'empty.txt' })).text, '(the file is empty)');
});
