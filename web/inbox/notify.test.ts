import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { markOf, newlyNeeding, wordsFor } from './notify.ts';

function card(more: Partial<CardJson>): CardJson {
  return {
    id: 't',
    number: 7,
    title: 'Send a reminder',
    state: 'waiting',
    state_since: '2026-11-21T10:00:00.000Z',
    question: 'After 14 or 30 days?',
    failure: null,
    notice: null,
    ...more,
  } as CardJson;
}

test('a person is told which task it is and what it wants; escape sequences are no part of it', () => {
  const said = [
    card({}),
    card({ state: 'failed', failure: { kind: 'test', message: '\u001b[31m1 of 12 failed\u001b[0m' } }),
    card({ state: 'ready' }),
    card({ state: 'ready', notice: { kind: 'conflict', message: 'The branch has moved' } }),
  ].map(wordsFor);
  assert.deepEqual(
    said.map(({ title }) => title),
    said.map(() => '#7 Send a reminder'),
  );
  assert.deepEqual(
    said.map(({ body }) => body),
    ['After 14 or 30 days?', 'Checks failed: 1 of 12 failed', 'Ready for review.', 'The branch has moved'],
  );
});

test('news is what needs a person and did not before: also the same task again, but nothing twice', () => {
  const first = card({});
  const known = new Set([markOf(first)]);
  assert.deepEqual(newlyNeeding(known, [first]), []);
  const again = card({ state_since: '2026-11-21T10:05:00.000Z' });
  assert.deepEqual(newlyNeeding(known, [again]), [again]);
  const other = card({ id: 'u' });
  assert.deepEqual(newlyNeeding(known, [first, other]), [other]);
});
