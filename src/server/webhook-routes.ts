// Routes of webhooks: parse → engine → present.
import { contract } from '../api/contract.ts';
import type { WebhookJson } from '../api/webhook-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import type { Webhook } from '../domain/webhook.ts';
import type { Webhooks } from '../engine/webhooks/webhooks.ts';
import { cursorOf, hasText, pageOf, readCursor } from './cursor.ts';
import { deliveryFullJson, deliveryJson, webhookJson } from './present-webhook.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const defaultLimit = 50;

export function webhookRoutes(app: App, engine: Engine, webhooks: Webhooks): void {
  const names = async (): Promise<ReadonlyMap<string, string>> =>
    new Map((await engine.projects(null)).map((project) => [project.id, project.name]));
  const show = async (webhook: Webhook): Promise<WebhookJson> =>
    webhookJson(webhook, webhook.projectId === null ? null : ((await names()).get(webhook.projectId) ?? ''));

  route(app, engine, contract.listWebhooks, async ({ query }) => {
    const found = (await webhooks.list()).filter(({ url }) => hasText([url], query.q));
    const { items, next_cursor } = pageOf('webhooks', found, ({ id }) => id, query);
    return { webhooks: await Promise.all(items.map(show)), next_cursor };
  });
  route(app, engine, contract.addWebhook, async ({ body, access }) => {
    const { project, ...rest } = body;
    const projectId = project === undefined ? null : (await engine.project(project, access.reach)).project.id;
    const webhook = await webhooks.add({ ...rest, projectId });
    return { ...(await show(webhook)), secret: webhook.secret };
  });
  route(app, engine, contract.showWebhook, async (call) => show(await webhooks.find(call.param('webhook'))));
  route(app, engine, contract.editWebhook, async (call) => {
    const { rotate_secret: rotateSecret, ...rest } = call.body;
    const { id } = await webhooks.find(call.param('webhook'));
    const webhook = await webhooks.edit(id, { ...rest, rotateSecret });
    const shown = await show(webhook);
    return rotateSecret === true ? { ...shown, secret: webhook.secret } : shown;
  });
  route(app, engine, contract.removeWebhook, async (call) => {
    await webhooks.remove((await webhooks.find(call.param('webhook'))).id);
    return undefined;
  });
  route(app, engine, contract.testWebhook, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryJson(await webhooks.test(id));
  });
  deliveryRoutes(app, engine, webhooks);
}

function deliveryRoutes(app: App, engine: Engine, webhooks: Webhooks): void {
  route(app, engine, contract.listDeliveries, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    const { limit = defaultLimit, cursor } = call.query;
    const [before] = cursor === undefined ? [] : readCursor('deliveries', cursor);
    const found = await webhooks.deliveries(id, {
      limit: limit + 1,
      ...(before !== undefined && { before: String(before) }),
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const hasMore = last !== undefined && found.length > limit;
    return {
      deliveries: page.map(deliveryJson),
      next_cursor: hasMore ? cursorOf('deliveries', last.id) : null,
    };
  });
  route(app, engine, contract.showDelivery, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryFullJson(await webhooks.delivery(id, call.param('delivery')));
  });
  route(app, engine, contract.redeliver, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryJson(await webhooks.redeliver(id, call.param('delivery')));
  });
}
