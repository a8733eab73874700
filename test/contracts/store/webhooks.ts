// Webhooks and their deliveries: kept as they are, changed one at a time, gone with what they belong to.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { webhookId } from '../../../src/domain/ids.ts';
import type { Delivery, Webhook } from '../../../src/domain/webhook.ts';
import { createIn, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

const ids = (list: readonly { readonly id: string }[]): string[] => list.map((one) => one.id);

export function webhooksContract(contract: Contract): void {
  contract('a webhook is kept as it is, through a restart', async ({ store, project, reopen }) => {
    const [first, second] = [sample(), sample({ projectId: (await project()).id })];
    await store.webhooks.insert(first);
    await store.webhooks.insert(second);
    const again = await reopen();
    assert.deepEqual(await again.webhooks.list(), [first, second]);
    assert.deepEqual(await again.webhooks.get(second.id), second);
    assert.equal(await again.webhooks.get(webhookId('nothing')), undefined);
    assert.deepEqual(await again.webhooks.update(first.id, { enabled: false, disabledReason: 'x' }), {
      ...first,
      enabled: false,
      disabledReason: 'x',
    });
    await rejects(again.webhooks.update(webhookId('nothing'), { cursor: 1 }), 'not_found');
    await again.webhooks.remove(first.id);
    assert.deepEqual(await again.webhooks.list(), [second]);
  });

  contract('changes of different fields at once do not undo each other', async ({ store }) => {
    const webhook = sample();
    await store.webhooks.insert(webhook);
    await Promise.all([
      store.webhooks.update(webhook.id, { cursor: 7 }),
      store.webhooks.update(webhook.id, { url: 'http://other.example/' }),
      store.webhooks.update(webhook.id, { failingSince: 9 }),
    ]);
    const kept = await store.webhooks.get(webhook.id);
    assert.deepEqual(kept, { ...webhook, cursor: 7, url: 'http://other.example/', failingSince: 9 });
  });

  contract('a webhook goes with its project, and its deliveries with it', async ({ store, project }) => {
    const shop = await project();
    const webhook = sample({ projectId: shop.id });
    await store.webhooks.insert(webhook);
    const sent = delivery(webhook, 1);
    await store.deliveries.insert(sent);
    await store.projects.remove(shop.id);
    assert.equal(await store.webhooks.get(webhook.id), undefined);
    assert.equal(await store.deliveries.get(sent.id), undefined);
    await rejects(store.deliveries.insert(delivery(webhook, 2)), 'not_found');
    await store.deliveries.update(sent);
    assert.equal(await store.deliveries.get(sent.id), undefined);
  });

  contract('deliveries are read newest first in pages, and the open one is found', async (bench) => {
    const { store, reopen } = bench;
    const [webhook, other] = [sample(), sample()];
    await store.webhooks.insert(webhook);
    await store.webhooks.insert(other);
    const test = { ...delivery(webhook, 1), eventId: null };
    const sent = [1, 2, 3].map((event) => ({ ...delivery(webhook, event), state: 'delivered' as const }));
    const open = { ...delivery(webhook, 4), payload: '{"a":"\u0000😀"}' };
    for (const one of [test, ...sent, open]) await store.deliveries.insert(one);
    await store.deliveries.insert(delivery(other, 1));
    const retrying: Delivery = { ...open, state: 'retrying', tries: 1, lastError: 'no', nextTryAt: 9 };
    await store.deliveries.update(retrying);
    const again = await reopen();
    assert.deepEqual(await again.deliveries.open(webhook.id), retrying);
    const newest = await again.deliveries.list({ webhookId: webhook.id, limit: 2 });
    assert.deepEqual(newest, [retrying, sent[2]]);
    const next = await again.deliveries.list({ webhookId: webhook.id, before: newest[1]?.id ?? '' });
    assert.deepEqual(ids(next), [sent[1]?.id, sent[0]?.id, test.id]);
    await again.deliveries.update({ ...retrying, state: 'failed' });
    assert.equal(await again.deliveries.open(webhook.id), undefined);
  });

  contract('only deliveries that are over are forgotten, the oldest first', async ({ store }) => {
    const [webhook, other] = [sample(), sample()];
    for (const one of [webhook, other]) await store.webhooks.insert(one);
    const open = delivery(webhook, 1);
    const over = [2, 3, 4].map((event) => ({ ...delivery(webhook, event), state: 'failed' as const }));
    const elsewhere = { ...delivery(other, 1), state: 'delivered' as const };
    for (const one of [elsewhere, open, ...over]) await store.deliveries.insert(one);
    await store.deliveries.prune(webhook.id, 3);
    assert.equal((await store.deliveries.list({ webhookId: webhook.id })).length, 4);
    await store.deliveries.prune(webhook.id, 1);
    assert.deepEqual(ids(await store.deliveries.list({ webhookId: webhook.id })), [over[2]?.id, open.id]);
    assert.deepEqual(await store.deliveries.get(elsewhere.id), elsewhere);
  });

  contract('R216 the log is read for several tasks at once, in log order', async ({ store, project }) => {
    const shop = await project();
    const [one, two, three] = [
      await createIn(store, shop, 'queued'),
      await createIn(store, shop, 'draft'),
      await createIn(store, shop, 'draft'),
    ];
    const said = [{ type: 'agent.message', text: 'x' }] as const;
    for (const task of [three, two, one]) await store.events.append(task.id, said, { actor: 'agent' });
    const read = await store.events.read({ taskIds: [one.id, three.id], after: 1 });
    assert.deepEqual(
      read.map((record) => record.id),
      [2, 4, 5, 7],
    );
    assert.deepEqual(await store.events.read({ taskIds: [] }), []);
  });
}

function sample(given: Partial<Webhook> = {}): Webhook {
  return {
    id: webhookId(randomUUID()),
    url: 'http://receiver.example/hook',
    secret: 'whsec_c2VjcmV0',
    home: 'home-1',
    events: ['task.ready'],
    projectId: null,
    enabled: true,
    disabledReason: null,
    cursor: 0,
    failingSince: null,
    createdAt: 1000,
    ...given,
  };
}

function delivery(webhook: Webhook, eventId: number): Delivery {
  return {
    id: `msg_${randomUUID()}`,
    webhookId: webhook.id,
    eventId,
    type: 'task.ready',
    payload: '{}',
    state: 'pending',
    tries: 0,
    createdAt: 1000,
    lastTryAt: null,
    nextTryAt: null,
    lastStatus: null,
    lastError: null,
  };
}
