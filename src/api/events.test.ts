// The event stream against a server that cuts it: at any byte, again and again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContractServer } from '../../test/support/contract-server.ts';
import { connect } from './client.ts';
import type { StreamOptions } from './events.ts';
import type { EventJson } from './schemas.ts';

const fast: StreamOptions = { backOffMs: [1, 5] };

async function all(stream: AsyncIterable<EventJson>): Promise<EventJson[]> {
  const events: EventJson[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('events that were there and events that come are given out once, in order', async (context) => {
  const server = await ContractServer.start(context);
  server.append('t1', 'agent.message', { text: 'before' });
  server.append('t2', 'agent.message', { text: 'of another task' });
  server.onStream = () => server.append('t1', 'agent.message', { text: 'after' });
  const texts: unknown[] = [];
  for await (const event of connect(server).events({ task: 't1' }, new AbortController().signal)) {
    texts.push(event.data['text']);
    if (texts.length === 2) break;
  }
  assert.deepEqual(texts, ['before', 'after']);
});

test('a stream that is cut after every few bytes has no gap and no duplicate', async (context) => {
  const server = await ContractServer.start(context);
  const total = 300;
  // Each connection gets a few events and then is cut, every third in the middle of a message.
  let connections = 0;
  server.onStream = (response) => {
    connections += 1;
    for (let count = 0; count < 7 && server.events.length < total; count += 1)
      server.append('t1', 'agent.message', { text: `ü${'x'.repeat(count * 50)}` });
    if (connections % 3 === 0) response.write('id: 9999\ndata: {"id":9999,"da');
    setImmediate(() => server.cut());
  };
  const ids: number[] = [];
  let lost = 0;
  const options = { ...fast, onLost: () => (lost += 1) };
  for await (const event of connect(server).events({ task: 't1' }, new AbortController().signal, options)) {
    ids.push(event.id);
    if (ids.length === total) break;
  }
  assert.deepEqual(
    ids,
    Array.from({ length: total }, (_, index) => index + 1),
  );
  assert.ok(lost >= 10, `the stream was cut only ${lost} times`);
});

test('events that the server sends again are dropped', async (context) => {
  const server = await ContractServer.start(context);
  server.append('t1', 'agent.message', { text: 'one' });
  server.onStream = (response) => {
    response.write(`data: ${JSON.stringify(server.events[0])}\n\n`);
    server.append('t1', 'agent.message', { text: 'two' });
  };
  const texts: unknown[] = [];
  for await (const event of connect(server).events({ task: 't1' }, new AbortController().signal, fast)) {
    texts.push(event.data['text']);
    if (event.data['text'] === 'two') break;
  }
  assert.deepEqual(texts, ['one', 'two']);
});

test('after a cut the next connection asks for what comes after the last event', async (context) => {
  const server = await ContractServer.start(context);
  server.append('t1', 'agent.message', { text: 'one' });
  server.onStream = () => {
    server.onStream = () => server.append('t1', 'agent.message', { text: 'two' });
    setImmediate(() => server.cut());
  };
  for await (const event of connect(server).events({ task: 't1' }, new AbortController().signal, fast))
    if (event.data['text'] === 'two') break;
  assert.deepEqual(
    server.calls.map((call) => call.headers['last-event-id']),
    ['0', '1'],
  );
});

test('a daemon that comes back at another address is found there, and the stream goes on', async (context) => {
  const [before, after] = [await ContractServer.start(context), await ContractServer.start(context)];
  for (const server of [before, after]) server.append('t1', 'agent.message', { text: 'one' });
  after.append('t1', 'agent.message', { text: 'two' });
  before.onStream = () => setImmediate(() => before.cut());
  const texts: unknown[] = [];
  const client = connect(before, () => Promise.resolve(after));
  for await (const event of client.events({ task: 't1' }, new AbortController().signal, fast)) {
    texts.push(event.data['text']);
    if (texts.length === 2) break;
  }
  assert.deepEqual(texts, ['one', 'two']);
});

test('a connection that falls silent is replaced', async (context) => {
  const server = await ContractServer.start(context);
  server.onStream = () =>
    (server.onStream = () => void server.append('t1', 'agent.message', { text: 'hello' }));
  const options = { ...fast, silenceMs: 40 };
  for await (const event of connect(server).events({ task: 't1' }, new AbortController().signal, options)) {
    assert.equal(event.data['text'], 'hello');
    break;
  }
  assert.equal(server.calls.length, 2);
});

test('what the daemon refuses is thrown at once', async (context) => {
  const server = await ContractServer.start(context);
  const stream = connect({ url: server.url, token: 'wrong' }).events({}, new AbortController().signal, fast);
  await assert.rejects(all(stream), { code: 'unauthorized' });
  assert.equal(server.calls.length, 1);
});

test('a daemon that does not come back is given up', async () => {
  const gone = connect({ url: 'http://127.0.0.1:1', token: 't' });
  const waits: number[] = [];
  const options = {
    backOffMs: [1, 4],
    giveUpMs: 60,
    onLost: (_: unknown, ms: number) => waits.push(ms),
  } as const;
  await assert.rejects(all(gone.events({}, new AbortController().signal, options)), {
    code: 'daemon_unreachable',
  });
  assert.ok(waits.length > 3 && waits.every((ms) => ms >= 0.5 && ms <= 4), String(waits));
});

test('an abort ends the stream, also while it waits to connect again', async (context) => {
  const server = await ContractServer.start(context);
  const abort = new AbortController();
  server.onStream = () => abort.abort();
  assert.deepEqual(await all(connect(server).events({}, abort.signal)), []);

  const waiting = new AbortController();
  const gone = connect({ url: 'http://127.0.0.1:1', token: 't' });
  const options = { backOffMs: [60_000, 60_000], onLost: () => setImmediate(() => waiting.abort()) } as const;
  assert.deepEqual(await all(gone.events({}, waiting.signal, options)), []);
});
