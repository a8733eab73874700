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
