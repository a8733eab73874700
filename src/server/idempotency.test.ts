import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { ApiRoom } from '../../test/support/api-room.ts';

const path = '/api/v1/tasks';
const asked = { body: { project: 'shop', prompt: 'Do it.' }, headers: { 'idempotency-key': 'one' } };

test('of requests that come at once with one key exactly one is done, and all get its answer', async (context) => {
  const room = await ApiRoom.open(context);
  const answers = await Promise.all(Array.from({ length: 10 }, () => room.ask(path, asked)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  assert.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length, 1);
  assert.equal((await room.store.tasks.list({})).length, 1);
});

test('an answer outlives the daemon, for a day', async (context) => {
  const room = await ApiRoom.open(context);
  const first = await room.ask(path, asked);
  await room.restart();
  const again = await room.ask(path, asked);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  room.clock.offsetMs = 24 * 3_600_000 + 60_000;
  const later = await room.ask(path, asked);
  assert.equal(later.headers.get('idempotency-replayed'), null);
  assert.equal((await room.store.tasks.list({})).length, 2);
});

test('a request that was refused is looked at anew', async (context) => {
  const room = await ApiRoom.open(context);
  const wrong = { ...asked, body: { project: 'later', prompt: 'Do it.' } };
  assert.equal((await room.ask(path, wrong)).status, 404);
  await room.store.projects.update(room.project.id, { name: 'later' });
  assert.equal((await room.ask(path, wrong)).status, 201);
});

test('how a request ended that a daemon did not live to see is not made up', async (context) => {
  const room = await ApiRoom.open(context);
  const body = JSON.stringify(asked.body);
  const fingerprint = createHash('sha256').update(`${path}\n${body}`).digest('hex');
  const { user } = (await room.ask('/api/v1/users/me')).json as { user: { id: string } };
  await room.store.answers.begin({ actor: user.id, key: 'one', fingerprint }, 60_000);
  const answer = await room.ask(path, { ...asked, body });
  assert.equal(answer.status, 409);
  assert.match(answer.text, /idempotency_in_progress/);
  assert.equal((await room.store.tasks.list({})).length, 0);
});

test('a key that is none is refused', async (context) => {
  const room = await ApiRoom.open(context);
  for (const key of ['x'.repeat(256), 'two words', ''])
    assert.equal((await room.ask(path, { ...asked, headers: { 'idempotency-key': key } })).status, 400, key);
});

test('what makes or takes a secret is not kept to be told again', async (context) => {
  const room = await ApiRoom.open(context);
  const headers = { 'idempotency-key': 'one' };
  const token = await room.ask('/api/v1/tokens', { body: { name: 'ci' }, headers });
  assert.equal(token.status, 400, token.text);
  const password = await room.ask('/api/v1/users/me/password', {
    body: { password: 'x'.repeat(12) },
    headers,
  });
  assert.equal(password.status, 400, password.text);
  assert.equal((await room.ask('/api/v1/tokens', { body: { name: 'ci' } })).status, 201);
});

test('a key of one token says nothing to another', async (context) => {
  const room = await ApiRoom.open(context);
  const first = await room.ask(path, asked);
  const { token } = (await room.ask('/api/v1/tokens', { body: { name: 'reader', scopes: ['read'] } }))
    .json as {
    token: string;
  };
  const other = { ...asked, headers: { ...asked.headers, authorization: `Bearer ${token}` } };
  const refused = await room.ask(path, other);
  assert.equal(refused.status, 403, refused.text);
  assert.equal((await room.ask(path, asked)).text, first.text);
});
