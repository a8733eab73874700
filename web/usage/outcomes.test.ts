import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOutcomes } from '../../src/domain/statistics.ts';
import { eachDay, outcomes, successOf } from './outcomes.ts';

const none = { succeeded: 0, failed: 0, dismissed: 0, cancelled: 0, again: 0, open: 0 };
const sums = (of: object) => ({ runs: 9, outcomes: { ...none, ...of }, worked: null, waited: null });

test('every outcome is shown, and success is of what the checks decided', () => {
  assert.deepEqual(outcomes.map(([outcome]) => outcome).sort(), [...runOutcomes].sort());
  assert.equal(successOf(sums({ succeeded: 3, failed: 1, again: 5, cancelled: 2 })), 0.75);
  assert.equal(successOf(sums({ open: 2 })), null);
});

test('days without work are there too, also over the end of a month and of summer time', () => {
  assert.deepEqual(eachDay('2026-10-24', '2026-10-26'), ['2026-10-24', '2026-10-25', '2026-10-26']);
  assert.deepEqual(eachDay('2026-02-28', '2026-03-01'), ['2026-02-28', '2026-03-01']);
  assert.equal(eachDay('2026-01-01', '2026-12-31').length, 365);
});
