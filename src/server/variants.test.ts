// One thing attempted several times from the start, over HTTP: all variants or none, and what each has otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskId } from '../domain/ids.ts';
import type { VariantsMadeJson } from '../api/variant-schemas.ts';
import { ApiRoom } from '../../test/support/api-room.ts';

const body = {
  project: 'shop',
  prompt: 'Add a search.',
  name: 'search',
  draft: true,
  owns: ['src/**'],
};

async function made(room: ApiRoom, given: object): Promise<VariantsMadeJson> {
  const answer = await room.ask('/api/v1/variants', { body: { ...body, ...given } });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as VariantsMadeJson;
}

test('R191 one prompt is attempted several times at once, as drafts or queued, each with what it has otherwise', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const variants = [{}, { prompt_addition: 'As a page.' }, { prompt: 'Search.', prompt_addition: 'Fast.' }];
  const drafts = await made(room, { variants });
  assert.deepEqual(
    drafts.variants.map(({ number, name, state, prompt }) => [number, name, state, prompt]),
    [
      [1, 'search', 'draft', 'Add a search.'],
      [2, 'search-2', 'draft', 'Add a search.\n\nAs a page.'],
      [3, 'search-3', 'draft', 'Search.\n\nFast.'],
    ],
  );
  assert.deepEqual((await room.store.tasks.find('search-3'))?.owns, ['src/**']);
  assert.equal((await room.store.variants.of(taskId(drafts.variants[2]?.id ?? ''))).length, 3);

  const queued = await made(room, { name: 'now', draft: false, owns: ['web/**'], variants: [{}, {}] });
  assert.deepEqual(
    queued.variants.map(({ state }) => state),
    ['queued', 'queued'],
  );
});

test('R191 of variants of which one cannot be, none is made', async (context) => {
  const room = await ApiRoom.open(context, ':memory:');
  const refused = async (code: string, given: object): Promise<void> => {
    const answer = await room.ask('/api/v1/variants', { body: { ...body, ...given } });
    assert.equal((answer.json as { error: { code: string } }).error.code, code, answer.text);
  };
  await refused('unknown_agent', { variants: [{}, { agent: 'nobody' }] });
  await refused('invalid_input', { variants: [{}] });
  await refused('invalid_input', { variants: Array.from({ length: 11 }, () => ({})) });
  // Only what happens inside of the transition can leave the first of them behind.
  await refused('invalid_transition', { policy: 'develop', variants: [{}, {}] });
  await refused('invalid_input', { depends_on: ['no-such-task'], variants: [{}, {}] });
  assert.deepEqual(await room.store.tasks.list({}), []);
});
