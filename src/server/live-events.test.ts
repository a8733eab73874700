// The live stream over both stores, and what a slow or a silent client costs: its own time, and no memory of ours.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { EventBody } from '../domain/event.ts';
import { liveEventsContract } from '../../test/contracts/live-events.contract.ts';
import { createIn, sampleProject } from '../../test/contracts/store/setup.ts';
import { openStoreAt } from '../../test/support/store-at.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { withPostgres } from '../../test/support/with-postgres.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../domain/task.ts';
import { SseParser } from '../api/sse.ts';
import type { EventJson } from '../api/schemas.ts';
import { LiveClient } from './live-client.ts';
import { LiveFeed } from './live-feed.ts';
import type { LiveFilter } from './live-feed.ts';

liveEventsContract('SQLite', async (context) => join(tempDir(context), 'store.sqlite'));
await withPostgres((server) => liveEventsContract('PostgreSQL', (context) => server.migrated(context)));

interface Bench {
  readonly store: Store;
  readonly task: Task;
  readonly feed: LiveFeed;
  /** What the server wrote to, in the order of the connections. */
  readonly responses: ServerResponse[];
  readonly stalled: number[];
  open(): Promise<IncomingMessage>;
  say(count: number, size?: number): Promise<void>;
}

async function openBench(context: TestContext, stallMs = 60_000, filter: LiveFilter = {}): Promise<Bench> {
  const store = await openStoreAt(join(tempDir(context), 'store.sqlite'));
  const project = sampleProject('shop');
  await store.projects.insert(project);
  const task = await createIn(store, project, 'draft');
  const feed = new LiveFeed({
    lastEvent: () => store.events.last(),
    onEvents: (listener) => store.onEvents(listener),
  });
  const stop = new AbortController();
  const responses: ServerResponse[] = [];
  const stalled: number[] = [];
  const server = createServer((_, response) => {
    const index = responses.push(response);
    const client = new LiveClient({
      feed,
      filter,
      read: (after, limit) => store.events.read({ after, limit }),
      response,
      signal: stop.signal,
      stallMs,
      onStalled: () => stalled.push(index),
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 1\n\n');
    void client.run(async () => 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  context.after(async () => {
    stop.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  });
  return {
    store,
    task,
    feed,
    responses,
    stalled,
    open: async () =>
      new Promise((resolve, reject) => {
        const sent = get({ port, host: '127.0.0.1', agent: false }, resolve).once('error', reject);
        context.after(() => sent.destroy());
      }),
    say: async (count, size = 100) => {
      const bodies: EventBody[] = Array.from({ length: count }, () => ({
        type: 'agent.message',
        text: 'x'.repeat(size),
      }));
      await store.events.append(task.id, bodies, { actor: 'agent' });
    },
  };
}

class Reader {
  readonly ids: number[] = [];
  #wake: () => void = () => undefined;
  readonly ended: Promise<void>;

  constructor(response: IncomingMessage) {
    this.ended = this.#run(response).catch(() => undefined);
  }

  async until(last: number): Promise<readonly number[]> {
    while ((this.ids.at(-1) ?? 0) < last) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.ids;
  }

  async #run(response: IncomingMessage): Promise<void> {
    const parser = new SseParser();
    for await (const chunk of response.setEncoding('utf8')) {
      const events = parser.feed(String(chunk)).map((data) => JSON.parse(data) as EventJson);
      this.ids.push(...events.map((event) => event.id));
      this.#wake();
    }
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('R216 a slow client gets everything in its own time, and holds next to none of our memory meanwhile', async (context) => {
  const bench = await openBench(context);
  const slow = await bench.open();
  const fast = new Reader(await bench.open());
  let most = 0;
  for (let last = 1; last < 8001; last += 100) {
    await bench.say(100, 4000);
    await fast.until(last + 100);
    most = Math.max(most, bench.responses[0]?.writableLength ?? 0);
  }
  assert.deepEqual(fast.ids, upTo(8001));
  // 32 MB were written meanwhile, four times of what the feed keeps.
  assert.ok(most > 10_000 && most < 300_000, `${most} bytes waited for it`);
  assert.deepEqual(await new Reader(slow).until(8001), upTo(8001));
  assert.deepEqual(bench.stalled, []);
});

test('a client that reads nothing is closed after a while, and nobody else notices', async (context) => {
  const bench = await openBench(context, 200);
  const silent = await bench.open();
  silent.on('error', () => undefined);
  const closed = new Promise((resolve) => silent.once('close', resolve));
  const other = new Reader(await bench.open());
  for (let last = 1; last < 4001; last += 100) {
    await bench.say(100, 4000);
    await other.until(last + 100);
  }
  assert.deepEqual(other.ids, upTo(4001));
  while (bench.stalled.length === 0) await new Promise(setImmediate);
  assert.deepEqual(bench.stalled, [1]);
  silent.resume();
  await closed;
});

test('many clients with different places in the log each get what they lack, once', async (context) => {
  const bench = await openBench(context);
  const readers: Reader[] = [];
  for (let round = 0; round < 60; round += 1) {
    readers.push(new Reader(await bench.open()));
    await bench.say(10);
  }
  for (const reader of readers) assert.deepEqual(await reader.until(601), upTo(601));
});

test('the store is not listened to when nobody listens to the stream', async (context) => {
  const bench = await openBench(context);
  await bench.say(1);
  const response = await bench.open();
  assert.deepEqual(await new Reader(response).until(2), [1, 2]);
  response.destroy();
  while (bench.feed.size > 0) await new Promise(setImmediate);
  await bench.say(3);
  assert.deepEqual(await new Reader(await bench.open()).until(5), upTo(5));
});
