import assert from 'node:assert/strict';
import { test } from 'node:test';
import { span } from './span.ts';

test('a length of time is one word: whole seconds, or the largest unit that fits', () => {
  const cases: readonly (readonly [number, string])[] = [
    [-5000, '0s'],
    [0, '0s'],
    [499, '0s'],
    [500, '1s'],
    [59_499, '59s'],
    [59_500, '1m'],
    [3_599_000, '59m'],
    [3_600_000, '1h'],
    [86_399_000, '23h'],
    [86_400_000, '1d'],
    [34_560_000_000, '400d'],
  ];
  for (const [ms, text] of cases) assert.equal(span(ms), text);
});
