import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf } from './blocks.ts';
import { plainText } from './plain-text.ts';

test('escape sequences, control characters and overwritten lines are gone; marks that reorder are shown', () => {
  const shown: Readonly<Record<string, string>> = {
    '\u001b[1;31mred\u001b[0m': 'red',
    '\u001b]8;;https://a.example\u0007link\u001b]8;;\u0007': 'link',
    '\u001b]0;title\u001b\\after': 'after',
    '\u001b[2K\u001b[1Gline': 'line',
    'a\u0000b\u0007c': 'abc',
    '10%\r50%\r100%': '100%',
    'one\r\ntwo\r\n': 'one\ntwo\n',
    'tab\tstays\n': 'tab\tstays\n',
    'a\u202Eb\u2066c': 'a‹U+202E›b‹U+2066›c',
    'Grüße 🧵 שלום': 'Grüße 🧵 שלום',
  };
  assert.deepEqual(
    Object.keys(shown).map((text) => plainText(text)),
    Object.values(shown),
  );
});

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
