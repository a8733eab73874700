import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { taskStates } from '../../src/api/choices.ts';
import { groupings, intoLanes } from './lanes.ts';

function card(number: number, more: Partial<CardJson>): CardJson {
  return {
    id: `t${number}`,
    number,
    position: number,
    priority: 'normal',
    hold: null,
    state_since: '2026-11-21T10:00:00.000Z',
    created_at: '2026-11-21T10:00:00.000Z',
    ...more,
  } as CardJson;
}

const held = (kind: string): CardJson['hold'] => ({
  kind,
  text: 'why',
  task: null,
  path: null,
  agent: null,
  until: null,
});

test('R14 R15 R16 R17 R18 R21 grouped as a task queue: what waits for work is pending, what waits for an agent is queued', () => {
  const cards = [
    ...taskStates.filter((state) => state !== 'queued').map((state, index) => card(index, { state })),
    card(20, { state: 'queued', hold: held('dependency') }),
    card(21, { state: 'queued', hold: held('lane') }),
    card(22, { state: 'queued', hold: held('slot') }),
    card(23, { state: 'queued' }),
  ];
  const lanes = intoLanes(cards, 'status');
  assert.deepEqual(
    Object.fromEntries(lanes.map(({ title, cards: of }) => [title, of.map(({ state }) => state).sort()])),
    {
      Pending: ['draft', 'queued', 'queued'],
      Queued: ['queued', 'queued', 'starting'],
      Running: ['applying', 'paused', 'running', 'waiting'],
      Completed: ['done', 'ready'],
      Failed: ['failed'],
      Cancelled: ['cancelled', 'dismissed'],
    },
  );
  assert.deepEqual(
    intoLanes([card(1, { state: 'failed' })], 'status').map(({ title }) => title),
    ['Pending', 'Queued', 'Running', 'Completed', 'Failed'],
    'the lane of what is cancelled is there only when something is',
  );
});

test('whatever the grouping, each card stands in one lane, and what waits in the order in which it starts', () => {
  const cards = taskStates.flatMap((state, index) => [
    card(index, { state, position: 9 }),
    card(50 + index, { state, position: 3 }),
  ]);
  for (const grouping of groupings) {
    const lanes = intoLanes(cards, grouping);
    const all = lanes.flatMap((lane) => lane.cards.map(({ id }) => id)).sort();
    assert.deepEqual(all, cards.map(({ id }) => id).sort(), grouping);
    const waiting = lanes.flatMap((lane) => lane.cards).filter(({ state }) => state === 'queued');
    assert.deepEqual(
      waiting.map(({ position }) => position),
      [3, 9],
      grouping,
    );
  }
});
