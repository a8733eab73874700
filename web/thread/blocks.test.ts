import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf } from './blocks.ts';

test('markdown is cut at blank lines, but not inside of fences, nor where a list goes on', () => {
  assert.deepEqual(blocksOf('a\n\nb\nc\n\n\n'), ['a', 'b\nc']);
  assert.deepEqual(blocksOf('```js\na\n\nb\n```\n\nc'), ['```js\na\n\nb\n```', 'c']);
  assert.deepEqual(blocksOf('- one\n\n  more\n\n- two'), ['- one\n\n  more', '- two']);
  assert.deepEqual(blocksOf('~~~~\n```\n\n~~~~\n\nend'), ['~~~~\n```\n\n~~~~', 'end']);
  assert.deepEqual(blocksOf('```\nstill open\n\nmore'), ['```\nstill open\n\nmore']);
});

test('however a text is cut into blocks, nothing of it is lost', () => {
  const text = 'a\n\n1. b\n\n   c\n\n```\nd\n\ne\n```\nf\n\n\n# g';
  const letters = (of: string): string => of.replaceAll(/\s/g, '');
  assert.equal(letters(blocksOf(text).join('')), letters(text));
});

test('code at the margin is a block of its own, also without blank lines around it; in a list it belongs to its item', () => {
  assert.deepEqual(blocksOf('See:\n```js\na\n```\nand'), ['See:', '```js\na\n```', 'and']);
  assert.deepEqual(blocksOf('- one\n  ```\n  a\n  ```\n- two'), ['- one\n  ```\n  a\n  ```\n- two']);
});

test('a block without end is cut: code goes on as code, a table under its head, words behind a sentence', () => {
  const rows = Array.from({ length: 900 }, (_, index) => `row ${index}`);
  const code = blocksOf(['```js', ...rows, '```'].join('\n'));
  assert.ok(code.length > 1);
  for (const block of code) assert.match(block, /^```js\nrow [^`]*\n```$/);
  const table = blocksOf(['| a | b |', '| - | - |', ...rows.map((row) => `| ${row} | x |`)].join('\n'));
  assert.ok(table.length > 1);
  for (const block of table) assert.match(block, /^\| a \| b \|\n\| - \| - \|\n\| row/);
  const words = blocksOf(rows.map((row) => `It is ${row}. `).join(''));
  assert.ok(words.length > 1);
  for (const block of words) assert.match(block, /^It is .*\. $/);
  const list = blocksOf(rows.map((row) => `- ${row}\n  more`).join('\n'));
  assert.ok(list.length > 1);
  for (const block of list) assert.match(block, /^- /);
});

test('while words come, a long block before the last stays what it is', () => {
  const text = ['x '.repeat(9000), ['```', ...Array.from({ length: 3000 }, String)].join('\n')].join('\n');
  let before: readonly string[] = [];
  for (let end = 0; end <= text.length; end += 777) {
    const blocks = blocksOf(text.slice(0, end));
    assert.deepEqual(blocks.slice(0, Math.max(0, before.length - 1)), before.slice(0, -1));
    for (const block of blocks) assert.ok(block.length < 5100);
    before = blocks;
  }
});
