import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronProblem, nextCronTime } from './cron.ts';

const berlin = 'Europe/Berlin';

function times(expression: string, from: string, count: number): readonly string[] {
  const found: string[] = [];
  for (let after = Date.parse(from); found.length < count;) {
    const next = nextCronTime(expression, berlin, after);
    if (next === null) break;
    found.push(new Date((after = next)).toISOString().slice(0, 16));
  }
  return found;
}

test('a time that summer time skips comes at the end of the gap, and one that comes twice is due once', () => {
  assert.deepEqual(times('30 2 * * *', '2027-03-26T12:00:00Z', 3), [
    '2027-03-27T01:30',
    '2027-03-28T01:00', // 03:00 there: 02:30 does not exist
    '2027-03-29T00:30',
  ]);
  assert.deepEqual(times('30 2 * * *', '2026-10-23T12:00:00Z', 3), [
    '2026-10-24T00:30',
    '2026-10-25T00:30', // the first of the two
    '2026-10-26T01:30',
  ]);
});

test('what is due every half hour goes on through both changes of the clocks', () => {
  assert.deepEqual(times('*/30 * * * *', '2027-03-28T00:20:00Z', 3), [
    '2027-03-28T00:30',
    '2027-03-28T01:00',
    '2027-03-28T01:30',
  ]);
  assert.equal(times('*/30 * * * *', '2026-10-24T23:45:00Z', 8).at(-1), '2026-10-25T03:30');
});

test('a day that never comes has no time, and what is no expression of five parts is said', () => {
  assert.equal(nextCronTime('0 0 30 2 *', berlin, 0), null);
  for (const wrong of ['', 'x', '* * * *', '* * * * * *', '61 * * * *', '*/0 * * * *'])
    assert.ok(cronProblem(wrong, berlin) !== null, wrong);
  assert.match(cronProblem('61 * * * *', berlin) ?? '', /minute: 61/);
  assert.equal(cronProblem('0 9 * * MON-FRI', berlin), null);
});
