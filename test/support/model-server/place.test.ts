import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from './conversation.ts';
import { said } from './conversation.ts';
import { findPlace } from './place.ts';

const user = (text: string): Turn => said('user', text);
const model = (...calls: string[]): Turn => ({ role: 'model', text: '', calls });
const tool: Turn = said('tool', 'done');

test('the step is the number of turns of the model since the marker', () => {
  const turns = [user('[[script:a]]'), model('read'), tool, model('edit', 'edit'), tool, tool];
  assert.deepEqual(findPlace(turns), { script: 'a', params: {}, step: 2, searched: false });
});

test('the newest message that names a script counts, with the last marker in it', () => {
  const turns = [
    user('[[script:a]]'),
    model(),
    user('[[script:b]] no, [[script:c x=1 path=/a/b.txt]]'),
    model(),
    user('on'),
  ];
  assert.deepEqual(findPlace(turns), {
    script: 'c',
    params: { x: '1', path: '/a/b.txt' },
    step: 1,
    searched: false,
  });
});

test('the text and the calls of one turn that arrive as items of their own are one step', () => {
  assert.equal(
    findPlace([user('[[script:a]]'), model(), model('read'), model('read'), tool, tool, model()])?.step,
    2,
  );
});

test('a search for a tool is no step', () => {
  const turns = [user('[[script:a]]'), model('read'), tool, model('tool_search'), tool];
  assert.deepEqual(findPlace(turns), { script: 'a', params: {}, step: 1, searched: true });
  assert.deepEqual(findPlace([...turns, model('ask'), tool]), {
    script: 'a',
    params: {},
    step: 2,
    searched: false,
  });
});

test('only the person can name a script', () => {
  assert.equal(
    findPlace([said('system', '[[script:a]]'), user('hello'), said('tool', '[[script:b]]')]),
    null,
  );
});
