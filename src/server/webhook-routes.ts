// Routes of webhooks: parse → engine → present.
import { endpoints } from '../api/endpoints.ts';
import { deliveryQuery, webhookAdd, webhookEdit } from '../api/webhook-schemas.ts';
import type { WebhookJson } from '../api/webhook-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import type { Webhook } from '../domain/webhook.ts';
import type { Webhooks } from '../engine/webhooks/webhooks.ts';
import { deliveryFullJson, deliveryJson, webhookJson } from './present-webhook.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const defaultLimit = 50;

export function webhookRoutes(app: App, engine: Engine, webhooks: Webhooks): void {
  const names = async (): Promise<ReadonlyMap<string, string>> =>
    new Map((await engine.projects(null)).map((project) => [project.id, project.name]));
  const show = async (webhook: Webhook): Promise<WebhookJson> =>
    webhookJson(webhook, webhook.projectId === null ? null : ((await names()).get(webhook.projectId) ?? ''));

  route(app, engine, endpoints.listWebhooks, {}, async () => ({
    webhooks: await Promise.all((await webhooks.list()).map(show)),
  }));
  route(app, engine, endpoints.addWebhook, { body: webhookAdd, status: 201 }, async ({ body, access }) => {
    const { project, ...rest } = body;
    const projectId = project === undefined ? null : (await engine.project(project, access.reach)).project.id;
    const webhook = await webhooks.add({ ...rest, projectId });
    return { ...(await show(webhook)), secret: webhook.secret };
  });
  route(app, engine, endpoints.showWebhook, {}, async (call) =>
    show(await webhooks.find(call.param('webhook'))),
  );
  route(app, engine, endpoints.editWebhook, { body: webhookEdit }, async (call) => {
    const { rotate_secret: rotateSecret, ...rest } = call.body;
    const { id } = await webhooks.find(call.param('webhook'));
    const webhook = await webhooks.edit(id, { ...rest, rotateSecret });
    const shown = await show(webhook);
    return rotateSecret === true ? { ...shown, secret: webhook.secret } : shown;
  });
  route(app, engine, endpoints.removeWebhook, {}, async (call) => {
    await webhooks.remove((await webhooks.find(call.param('webhook'))).id);
    return undefined;
  });
  route(app, engine, endpoints.testWebhook, {}, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryJson(await webhooks.test(id));
  });
  deliveryRoutes(app, engine, webhooks);
}

function deliveryRoutes(app: App, engine: Engine, webhooks: Webhooks): void {
  route(app, engine, endpoints.listDeliveries, { query: deliveryQuery }, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    const { limit = defaultLimit, cursor } = call.query;
    const found = await webhooks.deliveries(id, {
      limit: limit + 1,
      ...(cursor !== undefined && { before: cursor }),
    });
    const page = found.slice(0, limit);
    const next = found.length > limit ? (page.at(-1)?.id ?? null) : null;
    return { deliveries: page.map(deliveryJson), next_cursor: next };
  });
  route(app, engine, endpoints.showDelivery, {}, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryFullJson(await webhooks.delivery(id, call.param('delivery')));
  });
  route(app, engine, endpoints.redeliver, {}, async (call) => {
    const { id } = await webhooks.find(call.param('webhook'));
    return deliveryJson(await webhooks.redeliver(id, call.param('delivery')));
  });
}
