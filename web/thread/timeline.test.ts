import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexAt, placeOf, timeAt, timelineOf } from './timeline.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();
const transition = (second: number, change: string) => ({
  event: second,
  at: at(second),
  actor: 'person',
  from: null,
  to: 'ready' as const,
  change,
  reason: null,
  version: 1,
});
const usage = { input_tokens: 0, output_tokens: 0, cached_tokens: 0, cost: null };
const attempt = (number: number, from: number, to: number | null) => ({
  id: `a${number}`,
  number,
  agent: 'tasklane',
  model: null,
  session_id: null,
  usage: usage as never,
  started_at: at(from),
  ended_at: to === null ? null : at(to),
});

test('a run is a line of time with its attempts, requests and applies as chapters, in order', () => {
  const line = timelineOf(
    [transition(0, 'created'), transition(20, 'sent_back'), transition(50, 'applied')],
    [attempt(1, 5, 18), attempt(2, 22, 55)],
    at(60),
  );
  assert.ok(line !== null);
  assert.deepEqual(
    line.chapters.map((chapter) => chapter.label),
    ['Attempt 1', 'Changes requested', 'Attempt 2', 'Applied'],
  );
  assert.equal(placeOf(line, at(30)), 0.5);
  assert.equal(placeOf(line, at(300)), 1);
  assert.equal(timeAt(line, 0.5), at(30));
  assert.equal(timelineOf([transition(0, 'created')], [], null), null);
  assert.equal(timelineOf([], [], null), null);
});

test('the item at a time is found among many', () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ at: at(index) }));
  assert.equal(indexAt(items, at(31)), 31);
  assert.equal(indexAt(items, at(300)), 49);
  assert.equal(indexAt(items, '2020'), 0);
  assert.equal(indexAt([], at(0)), 0);
});
