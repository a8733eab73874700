import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { taskStates } from '../../src/api/choices.ts';
import { actionsFor } from './actions.ts';
import { intoColumns } from './columns.ts';
import { agoWords, elapsedWords } from './words.ts';

function card(number: number, more: Partial<CardJson> = {}): CardJson {
  return {
    id: `t${number}`,
    number,
    state: 'queued',
    position: number,
    priority: 'normal',
    state_since: '2026-11-21T10:00:00.000Z',
    created_at: '2026-11-21T10:00:00.000Z',
    ...more,
  } as CardJson;
}

const numbers = (cards: readonly CardJson[]): readonly number[] => cards.map((each) => each.number);

test('R171 every state has its column, and none is lost', () => {
  const columns = intoColumns(taskStates.map((state, index) => card(index, { state })));
  assert.deepEqual(
    Object.values(columns).map((cards) => cards.map(({ state }) => state).sort()),
    [
      ['draft'],
      ['failed', 'paused', 'queued', 'running', 'starting', 'waiting'],
      ['applying', 'ready'],
      ['cancelled', 'dismissed', 'done'],
    ],
  );
});

test('in Active what needs a person is first, and what waits stands in the order in which it starts', () => {
  const { active } = intoColumns([
    card(1, { position: 9 }),
    card(2, { position: 3 }),
    card(3, { priority: 'urgent', position: 20 }),
    card(4, { state: 'running' }),
    card(5, { state: 'waiting' }),
    card(6, { state: 'failed' }),
  ]);
  assert.deepEqual(numbers(active), [5, 6, 4, 3, 2, 1]);
});

test('R27 a running task of the lane cannot be cancelled, and no state is without something to do or to look at', () => {
  const named = (state: CardJson['state'], policy: CardJson['policy'] = 'board'): readonly string[] =>
    actionsFor({ state, policy, phase_id: null, applied_commit: null }).map(({ name }) => name);
  assert.ok(!named('running', 'develop').includes('cancel'));
  assert.ok(named('running').includes('cancel'));
  assert.deepEqual(named('ready').slice(0, 2), ['apply', 'retry']);
  assert.ok(
    !actionsFor({ state: 'ready', policy: 'board', phase_id: 'p', applied_commit: null }).some(
      ({ name }) => name === 'apply',
    ),
  );
  for (const state of taskStates) assert.ok(named(state).length > 0, state);
});

test('times are said in words that fit their size', () => {
  assert.deepEqual([-5, 7_000, 754_000, 11_040_000, 200_000_000].map(elapsedWords), [
    '0:00',
    '0:07',
    '12:34',
    '3 h 04',
    '2 d',
  ]);
  assert.deepEqual([1000, 300_000, 11_040_000].map(agoWords), ['just now', '5 min ago', '3 h ago']);
});
