// Live events and webhooks of the real daemon: from the command line and over HTTP, and over a kill -9.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../src/api/client.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { SnapshotJson } from '../../src/api/event-schemas.ts';
import { snapshot } from '../../src/api/event-schemas.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { webhookPayload } from '../../src/api/webhook-schemas.ts';
import type { DeliveryListJson, WebhookJson, WebhookListJson } from '../../src/api/webhook-schemas.ts';
import { createStage, line, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

async function json<T>(stage: Stage, ...args: readonly string[]): Promise<T> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as T;
}

test('R216 a webhook is told of a task over a kill -9 of the daemon: signed, in order, and nothing is missing', async (context) => {
  const stage = await createStage(context, { config: { webhookRetryMs: 20 } });
  const receiver = await startReceiver(context);
  const added = await json<WebhookJson>(stage, 'webhook', 'add', receiver.url);
  receiver.secret = added.secret;
  let isHung: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => (isHung = resolve));
  // The receiver has the first message, and the daemon dies before it hears so.
  receiver.answer = () => isHung();
  await stage.task(['task', 'create', promptOf('hello'), '--name', 'one']);
  await hung;
  await stage.killDaemon();
  receiver.answer = (response) => void response.writeHead(204).end();
  await stage.run('task', 'list');
  await stage.until('one', 'ready');
  const types = (): string[] =>
    receiver.received.map((one) => webhookPayload.parse(JSON.parse(one.body)).type);
  await receiver.until(() => types().includes('task.ready'));

  assert.ok(receiver.received.every((one) => one.isSigned));
  assert.equal(receiver.received[1]?.id, receiver.received[0]?.id, 'the same message, again');
  const told = receiver.received.slice(1).map((one) => webhookPayload.parse(JSON.parse(one.body)).data);
  const { events } = await stage.client().call(endpoints.events, { query: { types: 'task.*' } });
  assert.deepEqual(
    told.map((data) => data.event.id),
    events.map((event) => event.id).slice(0, told.length),
  );
  assert.equal(told.at(-1)?.task?.state, 'ready');
});

test('a webhook is managed from the command line; its secret is shown once', async (context) => {
  const stage = await createStage(context, { config: { webhookRetryMs: 20 } });
  const receiver = await startReceiver(context);
  await stage.run('project', 'add', '.');
  const said = await stage.run(
    'webhook',
    'add',
    receiver.url,
    '--events',
    'task.ready',
    '--project',
    'sample',
  );
  assert.match(said.stdout, /^whsec_[A-Za-z0-9+/]+=*\n$/);
  receiver.secret = said.stdout.trim();
  const { webhooks } = await json<WebhookListJson>(stage, 'webhook', 'list');
  const [webhook] = webhooks;
  assert.ok(webhook?.enabled);
  assert.equal(webhook.project_name, 'sample');
  assert.doesNotMatch(
    JSON.stringify(webhooks),
    new RegExp(receiver.secret.slice(6, 30).replaceAll('+', '\\+')),
  );
  const id = webhook.id.slice(0, 8);

  assert.equal((await stage.run('webhook', 'test', id)).code, 0);
  assert.equal(receiver.received[0]?.isSigned, true);
  receiver.answer = (response) => void response.writeHead(500).end('full');
  const failed = await stage.run('webhook', 'test', id);
  assert.deepEqual([failed.code, /it answered 500: full/.test(failed.stderr)], [1, true]);
  const list = await stage.run('webhook', 'deliveries', id);
  assert.match(list.stdout, /webhook\.test +failed +1 .*it answered 500: full/);
  assert.match(list.stdout, /webhook\.test +delivered +1 /);
  receiver.answer = (response) => void response.writeHead(204).end();
  const { deliveries } = await json<DeliveryListJson>(stage, 'webhook', 'deliveries', id);
  assert.equal((await stage.run('webhook', 'redeliver', id, deliveries[0]?.id ?? '')).code, 0);
  assert.equal(receiver.received.at(-1)?.id, deliveries[0]?.id);

  const rotated = await json<WebhookJson>(stage, 'webhook', 'edit', id, '--rotate-secret', '--disable');
  assert.notEqual(rotated.secret, receiver.secret);
  assert.match((await stage.run('webhook', 'show', id)).stdout, /state +off[^]*secret +whsec_…/);
  assert.equal((await stage.run('webhook', 'remove', id, '-y')).code, 0);
  assert.equal((await stage.run('webhook', 'show', id)).code, 1);
  const wrong = await stage.run('webhook', 'add', receiver.url, '--events', 'task.redy');
  assert.deepEqual([wrong.code, /task\.redy/.test(wrong.stderr)], [2, true]);
});

test('R216 watch shows what happens in lines, and goes on after the daemon was killed', async (context) => {
  const stage = await createStage(context);
  await stage.ready('hello', {}, '--name', 'before');
  const watching = stage.start('watch');
  const asJson = stage.start('watch', '--json', '--after', '0');
  await line(watching.child, 'stderr', /watching; 1 ready/);
  const lost = line(watching.child, 'stderr', /reconnecting…/);
  await stage.killDaemon();
  await lost;
  const back = line(watching.child, 'stderr', /connected again; nothing was missed/);
  const ready = line(watching.child, 'stdout', /sample {2}#2 .*ready/);
  await stage.run('task', 'create', promptOf('hello'), '--name', 'after');
  await back;
  assert.match(await ready, /^\d\d:\d\d:\d\d {2}sample {2}#2 “.*” {2}ready$/);
  const task = await stage.until('after', 'ready');
  for (const { child } of [watching, asJson]) child.kill('SIGINT');
  const [shown, printed] = await Promise.all([watching.ended, asJson.ended]);
  assert.deepEqual([shown.code, printed.code], [0, 0]);
  assert.doesNotMatch(shown.stdout, /#1 /, 'it began with what was to come');
  assert.match(shown.stdout, /created\n[^]*queued\n/);
  const events = printed.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as EventJson);
  const { events: log } = await stage.client().call(endpoints.events, {
    query: { types: 'task.*,run.message,run.note,agent.note', limit: 5000 },
  });
  assert.deepEqual(events, log.slice(0, events.length));
  assert.ok(events.some((event) => event.task_id === task.id));
});

test('a stream of several tasks, of some types, since a time, and with a snapshot first', async (context) => {
  const stage = await createStage(context);
  const [one, two, three] = [
    await stage.ready('hello', {}, '--name', 'one'),
    await stage.ready('hello', {}, '--name', 'two'),
    await stage.task(['task', 'create', 'Later.', '--draft', '--name', 'three']),
  ];
  const client = stage.client();
  const parts: SnapshotJson[] = [];
  const stop = new AbortController();
  let isShown: () => void = () => undefined;
  const shown = new Promise<void>((resolve) => (isShown = resolve));
  const events = client.events(
    { task: `${one.id},three`, project: 'sample', types: 'task.queued,task.dismissed', snapshot: '1' },
    stop.signal,
    {
      onSnapshot: (part) => {
        parts.push(part);
        isShown();
      },
    },
  );
  const heard: string[] = [];
  const reading = (async () => {
    for await (const event of events) {
      heard.push(`${event.task_id} ${String(event.data['to'])}`);
      if (heard.length === 2) break;
    }
  })();
  await Promise.race([shown, reading]);
  await stage.task(['task', 'dismiss', 'two']);
  await stage.task(['task', 'dismiss', 'one']);
  await stage.task(['task', 'accept', 'three']);
  await reading;
  assert.deepEqual(heard, [`${one.id} dismissed`, `${three.id} queued`]);
  assert.equal(parts.length, 1);
  assert.deepEqual(
    snapshot.parse(parts[0]).tasks.map((task) => [task.name, task.state]),
    [
      ['one', 'ready'],
      ['three', 'draft'],
    ],
  );

  const page = await client.call(endpoints.events, { query: { types: 'task.ready', limit: 1 } });
  assert.deepEqual(
    page.events.map((event) => event.task_id),
    [one.id],
  );
  const next = await client.call(endpoints.events, {
    query: { types: 'task.ready', after: page.next_after },
  });
  assert.deepEqual(
    next.events.map((event) => event.task_id),
    [two.id],
  );
  const since = await client.call(endpoints.events, { query: { since: three.created_at, limit: 1 } });
  assert.deepEqual([since.events[0]?.task_id, since.events[0]?.type], [three.id, 'task.created']);
  await assert.rejects(client.call(endpoints.events, { query: { types: 'task.redy' } }), /task\.redy/);
  await assert.rejects(
    client.call(endpoints.events, { query: { task: 'one,nine', project: 'sample' } }),
    /nine/,
  );
});

test('R216 who is not in a project neither hears of it nor sees it in a snapshot, and webhooks are an admin’s', async (context) => {
  const stage = await createStage(context);
  await stage.task(['task', 'create', 'Secret.', '--draft', '--name', 'hidden']);
  const admin = stage.client();
  await admin.call(endpoints.createUser, { body: { name: 'eve' } });
  const { token } = await admin.call(endpoints.createToken, {
    body: { name: 'eve', user: 'eve', scopes: ['write'] },
  });
  const eve = connect({ url: admin.url, token });
  const stop = new AbortController();
  const parts: SnapshotJson[] = [];
  const heard: EventJson[] = [];
  const reading = (async () => {
    const onSnapshot = (part: SnapshotJson): void => {
      parts.push(part);
      stop.abort();
    };
    for await (const event of eve.events({ snapshot: '1' }, stop.signal, { onSnapshot })) heard.push(event);
  })();
  await reading;
  assert.deepEqual([parts.flatMap((part) => part.tasks), heard], [[], []]);
  assert.deepEqual((await eve.call(endpoints.events)).events, []);
  await assert.rejects(eve.call(endpoints.events, { query: { task: 'hidden' } }), /no task “hidden”/);
  // A live one, which is served from what all streams share.
  const live = new AbortController();
  const first = (async () => {
    for await (const event of eve.events({ types: 'task.*' }, live.signal)) return event;
    return null;
  })();
  await stage.task(['task', 'accept', 'hidden']);
  await stage.task(['task', 'cancel', 'hidden']);
  // What the admin's stream was told in the same moment would have been told to hers.
  for await (const event of admin.events({}, live.signal)) if (event.data['to'] === 'cancelled') break;
  live.abort();
  assert.equal(await first, null);
  await assert.rejects(
    eve.call(endpoints.addWebhook, { body: { url: 'http://127.0.0.1:1/' } }),
    /Only an admin/,
  );
  await assert.rejects(eve.call(endpoints.listWebhooks), /Only an admin/);
});
