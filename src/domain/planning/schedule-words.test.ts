import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextInWords } from './schedule-words.ts';

const now = Date.parse('2026-11-21T21:30:00Z');
const at = Date.parse('2026-11-23T08:00:00Z');
const nightly = { name: 'nightly', zone: 'Europe/Berlin', nextAt: at, state: 'active' } as const;

test('the next time is said by the clocks of the zone, and one that does not run says why', () => {
  assert.equal(nextInWords(nightly, now), 'Monday, 23 November 2026 at 09:00 (Europe/Berlin), in 1d 10h');
  assert.equal(nextInWords(nightly, at), 'Monday, 23 November 2026 at 09:00 (Europe/Berlin), now');
  assert.match(
    nextInWords({ ...nightly, state: 'paused', nextAt: null }, now),
    /^paused: .*schedule resume nightly/,
  );
  assert.equal(nextInWords({ ...nightly, state: 'over', nextAt: null }, now), 'over: there is no next time');
});
