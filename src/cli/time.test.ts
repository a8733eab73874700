import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, clock, parseSpan, span } from './time.ts';

test('a span of time is read as people write it', () => {
  const spans = {
    '90': 90_000,
    '1.5': 1500,
    '90s': 90_000,
    '30m': 1_800_000,
    '1h30m': 5_400_000,
    '250ms': 250,
    '1d': 86_400_000,
  };
  for (const [text, ms] of Object.entries(spans)) assert.equal(parseSpan(text, '--timeout'), ms, text);
});

test('what is no span of time is refused with the flag and an example', () => {
  for (const text of ['', 'soon', '1x', '1h x', '-5', '0', '5 m', 'm'])
    assert.throws(() => parseSpan(text, '--timeout'), { code: 'invalid_input', next: /--timeout 90s/ }, text);
});

test('spans are written short, without a jump at the borders', () => {
  const cases = [
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_960, '1m 00s'],
    [102_400, '1m 42s'],
    [7_500_000, '2h 05m'],
  ] as const;
  for (const [ms, text] of cases) assert.equal(span(ms), text);
});

test('a clock counts up from 0:00', () => {
  const cases = [
    [0, '0:00'],
    [42_900, '0:42'],
    [725_000, '12:05'],
    [3_723_000, '1:02:03'],
  ] as const;
  for (const [ms, text] of cases) assert.equal(clock(ms), text);
});

test('how long ago is one word, and never negative when the clocks differ', () => {
  const now = Date.parse('2026-01-10T00:00:00Z');
  const cases = [
    [-5000, '0s'],
    [12_000, '12s'],
    [200_000, '3m'],
    [7_300_000, '2h'],
    [400_000_000, '4d'],
  ] as const;
  for (const [ms, text] of cases) assert.equal(ago(new Date(now - ms).toISOString(), now), text);
});
