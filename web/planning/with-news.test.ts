import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestJson, RequestNewsJson } from '../../src/api/request-schemas.ts';
import { withNews } from './with-news.ts';

const line = (text: string) => ({ at: '2026-11-22T00:00:00.000Z', kind: 'tool', text }) as const;
const request: RequestJson = {
  id: 'r',
  project_id: 'p',
  project_name: 'shop',
  kind: 'plan',
  state: 'working',
  text: 'Orders',
  agent: 'tasklane',
  model: null,
  by: 'ada',
  wish: null,
  revisions: [],
  drafts: [],
  activity: [line('Read a file')],
  about: null,
  directions: [],
  usage: { input_tokens: 0, output_tokens: 0, cost: null },
  version: 3,
  created_at: '2026-11-22T00:00:00.000Z',
  updated_at: '2026-11-22T00:00:00.000Z',
} as unknown as RequestJson;

function news(version: number, activities: number, last: string | null): RequestNewsJson {
  const { project_name: _, revisions, activity: __, about: ___, ...rest } = request;
  return {
    type: 'request',
    request: { ...rest, revisions: revisions.length, version },
    activities,
    last: last === null ? null : line(last),
  };
}

test('one more thing that the planner did is put behind the others; what cannot be known from a message is read again', () => {
  assert.deepEqual(withNews(request, news(3, 2, 'Search'))?.activity, [line('Read a file'), line('Search')]);
  assert.equal(withNews(request, news(3, 1, 'Read a file')), request, 'told twice');
  assert.equal(withNews(request, news(3, 0, null)), request);
  assert.equal(withNews(request, news(2, 9, 'old')), request, 'what is older says nothing');
  assert.equal(withNews(request, news(4, 1, 'Read a file')), null, 'it has changed');
  assert.equal(withNews(request, news(3, 3, 'Search')), null, 'one line was not heard of');
});
