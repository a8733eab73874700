import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardJson } from '../api/board-schemas.ts';
import type { EventListJson } from '../api/event-schemas.ts';
import { taskStates } from '../domain/task.ts';
import { draftFor } from '../../test/contracts/store/setup.ts';
import { ApiRoom } from '../../test/support/api-room.ts';

async function board(room: ApiRoom, query = ''): Promise<BoardJson> {
  const answer = await room.ask(`/api/v1/board${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as BoardJson;
}

test('R22 R23 R171 the board has a card for every state, with what is shown of it', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  await room.fill();
  const { cards, position, has_more_ended } = await board(room);
  assert.deepEqual(cards.map((card) => card.state).sort(), [...taskStates].sort());
  assert.equal(has_more_ended, false);
  assert.equal(position, await room.store.events.last());
  const of = (state: string): BoardJson['cards'][number] | undefined =>
    cards.find((card) => card.state === state);
  assert.ok(of('waiting')?.question !== null);
  assert.ok(of('failed')?.failure !== null && of('ready')?.failure === null);
  assert.ok((of('ready')?.changes?.files ?? 0) > 0);
});

test('a card stays small, however long the prompt is', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const prompt = '🧵 long '.repeat(20_000);
  await room.store.tasks.create(draftFor(room.project, { name: 'long', title: 'Long', prompt }), 'ada');
  const answer = await room.ask('/api/v1/board');
  assert.ok(answer.text.length < 3000, `${answer.text.length} characters`);
  const [card] = (answer.json as BoardJson).cards;
  assert.match(card?.brief ?? '', /^🧵 long .*…$/u);
});

test('the cards of some tasks: those that are gone are left out, and too many are refused', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const { id } = await room.store.tasks.create(draftFor(room.project, { name: 'one' }), 'ada');
  const gone = await room.store.tasks.create(draftFor(room.project, { name: 'two' }), 'ada');
  await room.store.tasks.change(gone.id, { type: 'deleted' }, { actor: 'ada' });
  const { cards } = await board(room, `?tasks=${id},${gone.id},00000000-0000-4000-8000-000000000000`);
  assert.deepEqual(
    cards.map((card) => card.id),
    [id],
  );
  const many = Array.from({ length: 201 }, (_, index) => index).join(',');
  assert.equal((await room.ask(`/api/v1/board?tasks=${many}`)).status, 400);
  assert.equal((await room.ask('/api/v1/board?project=nobody')).status, 404);
});

test('of what has ended as many as are asked for, and whether there are more', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  await room.fill();
  const { cards, has_more_ended } = await board(room, '?ended=1');
  const over = cards.filter((card) => ['done', 'dismissed', 'cancelled'].includes(card.state));
  assert.equal(over.length, 1);
  assert.equal(has_more_ended, true);
});

test('the log of a task is read from its end, page by page, to its beginning', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const { id } = await room.store.tasks.create(draftFor(room.project, { name: 'one' }), 'ada');
  const words = Array.from({ length: 7 }, (_, index) => `${index}`);
  await room.store.events.append(
    id,
    words.map((text) => ({ type: 'agent.message' as const, text })),
    { actor: 'agent:x' },
  );
  const page = async (before: number): Promise<EventListJson['events']> => {
    const answer = await room.ask(`/api/v1/events?task=${id}&before=${before}&limit=3`);
    assert.equal(answer.status, 200, answer.text);
    return (answer.json as EventListJson).events;
  };
  const last = await page(Number.MAX_SAFE_INTEGER);
  assert.deepEqual(
    last.map((event) => event.data['text']),
    ['4', '5', '6'],
  );
  const older = await page(last[0]?.id ?? 0);
  const oldest = await page(older[0]?.id ?? 0);
  assert.deepEqual(
    [...oldest, ...older, ...last].map((event) => event.seq),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.equal((await room.ask('/api/v1/events?before=5')).status, 400, 'of one task only');
});
