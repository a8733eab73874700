import assert from 'node:assert/strict';
import { test } from 'node:test';
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
