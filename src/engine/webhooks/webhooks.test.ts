// Webhooks against a real receiver and a real store: signed, in order, retried, given up, switched off, never lost.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { AppError } from '../../domain/errors.ts';
import type { Delivery, Webhook, WebhookSchedule } from '../../domain/webhook.ts';
import { webhookPayload as payloadSchema } from '../../api/webhook-schemas.ts';
import { silentLog } from '../../lib/log.ts';
import { testPayload, webhookPayload } from '../../server/present-webhook.ts';
import type { Store } from '../../store/store.ts';
import { createIn, sampleProject } from '../../../test/contracts/store/setup.ts';
import { openStoreAt } from '../../../test/support/store-at.ts';
import { sampleEvents } from '../../../test/support/sample-tasks.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { startReceiver } from '../../../test/support/webhook-receiver.ts';
import type { WebhookReceiver } from '../../../test/support/webhook-receiver.ts';
import type { WebhookDeps, WebhookRules } from './deps.ts';
import { Webhooks } from './webhooks.ts';

const fast: WebhookSchedule = {
  timeoutMs: 5000,
  firstWaitMs: 2,
  longestWaitMs: 20,
  giveUpMs: 3_600_000,
  disableMs: 3_600_000,
};

interface Bench {
  readonly store: Store;
  readonly receiver: WebhookReceiver;
  rules: WebhookRules;
  webhooks: Webhooks;
  /** Stops the webhooks and opens them again over the same store. */
  readonly restart: () => Promise<void>;
  /** A new task that becomes queued: two events, `task.created` and `task.queued`. */
  readonly queue: () => Promise<string>;
  /** The newest delivery, once it is so. */
  readonly delivery: (webhook: Webhook, isSo: (delivery: Delivery) => boolean) => Promise<Delivery>;
}

async function openBench(context: TestContext, schedule: Partial<WebhookSchedule> = {}): Promise<Bench> {
  const store = await openStoreAt(join(tempDir(context), 'store.sqlite'));
  const project = sampleProject('shop');
  await store.projects.insert(project);
  const receiver = await startReceiver(context);
  const rules: WebhookRules = { schedule: { ...fast, ...schedule }, addresses: 'any' };
  const deps = (): WebhookDeps => ({
    store,
    home: 'home-1',
    rules: async () => bench.rules,
    render: webhookPayload,
    renderTest: testPayload,
    keep: 10,
    version: '0.0.0',
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    chance: Math.random,
  });
  const bench: Bench = {
    store,
    receiver,
    rules,
    webhooks: new Webhooks(deps()),
    restart: async () => {
      await bench.webhooks.stop();
      bench.webhooks = new Webhooks(deps());
      await bench.webhooks.start();
    },
    queue: async () => (await createIn(store, project, 'queued')).id,
    delivery: async (webhook, isSo) => {
      for (;;) {
        const [newest] = await store.deliveries.list({ webhookId: webhook.id, limit: 1 });
        if (newest !== undefined && isSo(newest)) return newest;
        await new Promise(setImmediate);
      }
    },
  };
  await bench.webhooks.start();
  context.after(async () => {
    await bench.webhooks.stop();
    await store.close();
  });
  return bench;
}

async function add(bench: Bench, events: readonly string[]): Promise<Webhook> {
  const webhook = await bench.webhooks.add({ url: bench.receiver.url, events });
  bench.receiver.secret = webhook.secret;
  return webhook;
}

const eventIds = (receiver: WebhookReceiver): number[] =>
  receiver.received.map((one) => payloadSchema.parse(JSON.parse(one.body)).data.event.id);

test('what happens is told once, signed, in order, with the task as the documentation says', async (context) => {
  const bench = await openBench(context);
  await bench.queue(); // before it was added: not told
  const webhook = await add(bench, ['task.queued', 'task.failed']);
  const ids = await Promise.all([bench.queue(), bench.queue(), bench.queue()]);
  for (const id of ids) {
    const { id: task } = (await bench.store.tasks.find(id)) ?? assert.fail();
    await bench.store.tasks.change(task, sampleEvents.failed, { actor: 'system' });
  }
  await bench.receiver.until((received) => received.length === 6);
  const { received } = bench.receiver;
  assert.ok(received.every((one) => one.isSigned && one.path === '/hook'));
  assert.deepEqual(
    eventIds(bench.receiver),
    eventIds(bench.receiver).toSorted((a, b) => a - b),
  );
  assert.equal(new Set(received.map((one) => one.id)).size, 6);
  const last = payloadSchema.parse(JSON.parse(received[5]?.body ?? ''));
  assert.equal(last.type, 'task.failed');
  assert.equal(last.data.task?.state, 'failed');
  assert.equal(last.data.event.type, 'task.changed');
  assert.ok(Math.abs((received[5]?.timestamp ?? 0) * 1000 - Date.now()) < 60_000);
  const done = await bench.delivery(webhook, (one) => one.state === 'delivered');
  assert.deepEqual([done.tries, done.lastStatus, done.lastError, done.nextTryAt], [1, 204, null, null]);
});

test('a receiver that fails is tried again with the same id and body, and nothing overtakes', async (context) => {
  const bench = await openBench(context);
  const answers = [500, 503, 302, 204];
  bench.receiver.answer = (response, _, index) => {
    const status = answers[index] ?? 204;
    response.writeHead(status, { location: `${bench.receiver.url}/elsewhere` }).end('go away');
  };
  const webhook = await add(bench, ['task.queued']);
  await Promise.all([bench.queue(), bench.queue()]);
  await bench.receiver.until((received) => received.length === 5);
  const { received } = bench.receiver;
  assert.deepEqual(
    received.map((one) => one.path),
    Array(5).fill('/hook'),
    'a redirect is not followed',
  );
  const first = received.slice(0, 4);
  assert.equal(new Set(first.map((one) => `${one.id} ${one.body}`)).size, 1);
  assert.notEqual(received[4]?.id, received[0]?.id);
  await bench.delivery(webhook, (one) => one.state === 'delivered');
  const [, one] = await bench.webhooks.deliveries(webhook.id, {});
  assert.deepEqual([one?.tries, one?.state], [4, 'delivered']);
  assert.equal((await bench.webhooks.find(webhook.id)).failingSince, null);
});

test('a failure can be seen: the status, the words, the tries, and when the next one is', async (context) => {
  const bench = await openBench(context, { firstWaitMs: 3_600_000, longestWaitMs: 3_600_000 });
  bench.receiver.answer = (response) =>
    void response.writeHead(500).end(`no\n disk ${'x'.repeat(1_000_000)}`);
  const webhook = await add(bench, ['task.queued']);
  await bench.queue();
  const failed = await bench.delivery(webhook, (one) => one.state === 'retrying');
  assert.match(failed.lastError ?? '', /^it answered 500: no disk x+$/);
  assert.ok((failed.lastError ?? '').length < 300);
  const wait = (failed.nextTryAt ?? 0) - Date.now();
  assert.ok(wait > 1_700_000 && wait <= 3_600_000, `${wait}`);
  assert.ok((await bench.webhooks.find(webhook.id)).failingSince !== null);
  // By the word of a person it is tried at once.
  bench.receiver.answer = (response) => void response.writeHead(200).end();
  await bench.webhooks.redeliver(webhook.id, failed.id);
  const done = await bench.delivery(webhook, (one) => one.state === 'delivered');
  assert.deepEqual([done.id, done.tries], [failed.id, 2]);
});

test('no answer, a broken one and a closed port are failures with a reason', async (context) => {
  const bench = await openBench(context, { timeoutMs: 100 });
  const webhook = await add(bench, ['task.queued']);
  const hanging = bench.receiver.answer;
  bench.receiver.answer = () => undefined;
  assert.match((await bench.webhooks.test(webhook.id)).lastError ?? '', /no answer within 0.1 s/);
  bench.receiver.answer = (response) => void response.destroy();
  assert.match((await bench.webhooks.test(webhook.id)).lastError ?? '', /socket hang up/);
  bench.receiver.answer = hanging;
  await bench.receiver.close();
  assert.match((await bench.webhooks.test(webhook.id)).lastError ?? '', /ECONNREFUSED/);
  await bench.queue();
  await bench.delivery(webhook, (one) => one.state === 'retrying');
  await bench.receiver.listen();
  await bench.delivery(webhook, (one) => one.state === 'delivered');
  assert.equal(bench.receiver.received.at(-1)?.isSigned, true);
});

test('what cannot be delivered for too long is given up, and the next has its turn', async (context) => {
  const bench = await openBench(context, { giveUpMs: 50 });
  let refused = '';
  bench.receiver.answer = (response, received) => {
    if (refused === '') refused = received.id;
    response.writeHead(received.id === refused ? 500 : 204).end();
  };
  const webhook = await add(bench, ['task.queued']);
  await bench.queue();
  await bench.queue();
  const second = await bench.delivery(webhook, (one) => one.state === 'delivered');
  const [, first] = await bench.webhooks.deliveries(webhook.id, {});
  assert.deepEqual([first?.id, first?.state, first?.lastStatus], [refused, 'failed', 500]);
  assert.ok((first?.tries ?? 0) >= 1);
  // It can be sent once more later, with the id that it had.
  bench.receiver.answer = (response) => void response.writeHead(204).end();
  const again = await bench.webhooks.redeliver(webhook.id, refused);
  assert.deepEqual([again.state, bench.receiver.received.at(-1)?.id], ['delivered', refused]);
  assert.notEqual(second.id, refused);
});

test('a receiver that fails for too long, or is gone, is switched off with a reason, and goes on when it is switched on', async (context) => {
  const bench = await openBench(context, { disableMs: 30 });
  bench.receiver.answer = (response) => void response.writeHead(502).end('bad gateway');
  const webhook = await add(bench, ['task.queued']);
  await bench.queue();
  const isOff = async (): Promise<Webhook> => {
    for (;;) {
      const now = await bench.webhooks.find(webhook.id);
      if (!now.enabled) return now;
      await new Promise(setImmediate);
    }
  };
  assert.match((await isOff()).disabledReason ?? '', /has failed since .*it answered 502: bad gateway/);
  const waiting = await bench.delivery(webhook, (one) => one.state === 'retrying');
  await bench.queue();
  const before = bench.receiver.received.length;
  bench.receiver.answer = (response) => void response.writeHead(204).end();
  await bench.restart();
  await bench.queue();
  assert.equal(bench.receiver.received.length, before, 'nothing is sent while it is off');
  const on = await bench.webhooks.edit(webhook.id, { enabled: true });
  assert.deepEqual([on.disabledReason, on.failingSince], [null, null]);
  await bench.receiver.until((received) => received.length === before + 3);
  assert.equal(bench.receiver.received[before]?.id, waiting.id);
  bench.receiver.answer = (response) => void response.writeHead(410).end();
  await bench.queue();
  assert.match((await isOff()).disabledReason ?? '', /410 Gone/);
});

test('what happened while nobody was there to tell it is told at the next start', async (context) => {
  const bench = await openBench(context);
  let isHung: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => (isHung = resolve));
  bench.receiver.answer = () => isHung();
  await add(bench, ['task.queued']);
  await bench.queue();
  await hung;
  await bench.webhooks.stop();
  await bench.queue();
  bench.receiver.answer = (response) => void response.writeHead(204).end();
  await bench.restart();
  await bench.receiver.until((received) => received.length === 3);
  const [first, repeated, second] = bench.receiver.received;
  assert.deepEqual([repeated?.id, repeated?.body], [first?.id, first?.body]);
  assert.notEqual(second?.id, first?.id);
});

test('only the newest deliveries are kept', async (context) => {
  const bench = await openBench(context);
  const webhook = await add(bench, ['agent.message']);
  const task = await bench.store.tasks.find(await bench.queue());
  assert.ok(task !== undefined);
  const bodies = Array.from({ length: 70 }, () => ({ type: 'agent.message', text: 'x' }) as const);
  await bench.store.events.append(task.id, bodies, { actor: 'agent' });
  await bench.receiver.until((received) => received.length === 70);
  await bench.delivery(webhook, (one) => one.state === 'delivered');
  const kept = await bench.webhooks.deliveries(webhook.id, { limit: 1000 });
  assert.ok(kept.length >= 10 && kept.length <= 60, `${kept.length}`);
});

test('an address that must not be told is refused when it is connected to, by name too', async (context) => {
  const bench = await openBench(context);
  const local = await add(bench, ['task.queued']);
  const byName = await bench.webhooks.add({
    url: bench.receiver.url.replace('127.0.0.1', 'localhost'),
    events: ['task.queued'],
  });
  const metadata = await bench.webhooks.add({
    url: 'http://169.254.169.254/latest/',
    events: ['task.queued'],
  });
  assert.equal((await bench.webhooks.test(local.id)).state, 'delivered');
  assert.match((await bench.webhooks.test(metadata.id)).lastError ?? '', /link-local/);
  bench.rules = { ...bench.rules, addresses: 'public' };
  for (const webhook of [local, byName])
    assert.match((await bench.webhooks.test(webhook.id)).lastError ?? '', /not a public address/);
  assert.equal(bench.receiver.received.length, 1);
});

test('nonsense is refused with what to do instead', async (context) => {
  const { webhooks } = await openBench(context);
  const refusals: readonly (readonly [() => Promise<unknown>, string, RegExp])[] = [
    [() => webhooks.add({ url: 'ftp://example.org/' }), 'invalid_input', /ftp/],
    [() => webhooks.add({ url: 'nonsense' }), 'invalid_input', /nonsense/],
    [() => webhooks.add({ url: 'http://a:b@example.org/' }), 'invalid_input', /password/],
    [
      () => webhooks.add({ url: 'http://example.org/', events: ['task.redy'] }),
      'invalid_input',
      /task\.redy/,
    ],
    [() => webhooks.add({ url: 'http://example.org/', secret: 'short' }), 'invalid_input', /whsec_/],
    [() => webhooks.find('nothing'), 'not_found', /nothing/],
    [() => webhooks.find(''), 'not_found', /“”/],
  ];
  for (const [asked, code, message] of refusals)
    await assert.rejects(asked(), (error) => {
      assert.ok(error instanceof AppError && error.code === code, String(error));
      return message.test(error.message);
    });
});
