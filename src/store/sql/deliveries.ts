// What became of each message to a webhook. Only the newest are kept; see prune.
import { AppError } from '../../domain/errors.ts';
import type { WebhookId } from '../../domain/ids.ts';
import type { Delivery } from '../../domain/webhook.ts';
import type { Deliveries, DeliveryQuery } from '../store.ts';
import { allocate } from './counters.ts';
import { decodeDelivery, encodeDelivery } from './rows.ts';
import type { Session, Tx } from './session.ts';

const defaultLimit = 100;
const over = ['delivered', 'failed'] as const;

export function deliveries(session: Session): Deliveries {
  return {
    insert: (delivery) => session.write((tx) => insert(tx, delivery)),
    get: (id) => session.read((tx) => get(tx, id)),
    list: (query) => session.read((tx) => list(tx, query)),
    open: (webhookId) => session.read((tx) => open(tx, webhookId)),
    update: (delivery) => session.write((tx) => update(tx, delivery)),
    prune: (webhookId, keep) => session.write((tx) => prune(tx, webhookId, keep)),
  };
}

async function insert(tx: Tx, delivery: Delivery): Promise<void> {
  const { webhookId } = delivery;
  const webhook = await tx.db
    .selectFrom('webhooks')
    .select('id')
    .where('id', '=', webhookId)
    .executeTakeFirst();
  if (webhook === undefined)
    throw new AppError('not_found', `There is no webhook ${webhookId}.`, { details: { webhook: webhookId } });
  const ordinal = await allocate(tx, 'delivery', 1);
  await tx.db
    .insertInto('deliveries')
    .values({ ...encodeDelivery(delivery), ordinal })
    .execute();
}

async function get(tx: Tx, id: string): Promise<Delivery | undefined> {
  const row = await tx.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeDelivery(row);
}

async function list(tx: Tx, query: DeliveryQuery): Promise<readonly Delivery[]> {
  const { webhookId, before, limit } = query;
  let select = tx.db
    .selectFrom('deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('ordinal', 'desc')
    .limit(limit ?? defaultLimit);
  if (before !== undefined)
    select = select.where('ordinal', '<', (sub) =>
      sub.selectFrom('deliveries').select('ordinal').where('id', '=', before),
    );
  return (await select.execute()).map(decodeDelivery);
}

async function open(tx: Tx, webhookId: WebhookId): Promise<Delivery | undefined> {
  const row = await tx.db
    .selectFrom('deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('state', 'not in', over)
    .where('event_id', 'is not', null)
    .orderBy('ordinal', 'desc')
    .executeTakeFirst();
  return row && decodeDelivery(row);
}

async function update(tx: Tx, delivery: Delivery): Promise<void> {
  const { id, ...columns } = encodeDelivery(delivery);
  await tx.db.updateTable('deliveries').set(columns).where('id', '=', id).execute();
}

async function prune(tx: Tx, webhookId: WebhookId, keep: number): Promise<void> {
  const newestToGo = await tx.db
    .selectFrom('deliveries')
    .select('ordinal')
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', over)
    .orderBy('ordinal', 'desc')
    .offset(keep)
    .limit(1)
    .executeTakeFirst();
  if (newestToGo === undefined) return;
  await tx.db
    .deleteFrom('deliveries')
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', over)
    .where('ordinal', '<=', newestToGo.ordinal)
    .execute();
}
