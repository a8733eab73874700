import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstOutput } from './first-output.ts';

test('of more than fits the beginning is shown, then once that there is more; all of it is kept', () => {
  const shown: string[] = [];
  const kept: string[] = [];
  const see = firstOutput({
    max: 8,
    more: '…',
    show: (text) => shown.push(text),
    keep: (text) => kept.push(text),
    clean: (text) => text.toUpperCase(),
  });
  for (const text of ['abc', 'de', 'fghij', 'k', 'l']) see(Buffer.from(text));
  assert.deepEqual(shown, ['ABC', 'DE', 'FGH', '…']);
  assert.equal(kept.join(''), 'ABCDEFGHIJKL');
});

test('what just fits is shown whole, and a character that is cut in two is one', () => {
  const shown: string[] = [];
  const see = firstOutput({ max: 3, more: '…', show: (text) => shown.push(text) });
  const euro = Buffer.from('a€b');
  see(euro.subarray(0, 2));
  see(euro.subarray(2));
  assert.deepEqual(shown, ['a', '€b']);
});
