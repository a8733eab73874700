// Webhooks: few rows; a change reads and writes one in the same transaction, so that two changes never undo each other.
import { AppError } from '../../domain/errors.ts';
import type { WebhookId } from '../../domain/ids.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { WebhookPatch, Webhooks } from '../store.ts';
import { allocate } from './counters.ts';
import { decodeWebhook, encodeWebhook } from './rows.ts';
import type { Session, Tx } from './session.ts';

export function webhooks(session: Session): Webhooks {
  return {
    insert: (webhook) => session.write((tx) => insert(tx, webhook)),
    get: (id) => session.read((tx) => get(tx, id)),
    list: () => session.read((tx) => list(tx)),
    update: (id, patch) => session.write((tx) => update(tx, id, patch)),
    remove: (id) =>
      session.write(async (tx) => void (await tx.db.deleteFrom('webhooks').where('id', '=', id).execute())),
  };
}

async function insert(tx: Tx, webhook: Webhook): Promise<void> {
  const ordinal = await allocate(tx, 'webhook', 1);
  await tx.db
    .insertInto('webhooks')
    .values({ ...encodeWebhook(webhook), ordinal })
    .execute();
}

async function get(tx: Tx, id: WebhookId): Promise<Webhook | undefined> {
  const row = await tx.db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeWebhook(row);
}

async function list(tx: Tx): Promise<readonly Webhook[]> {
  const rows = await tx.db.selectFrom('webhooks').selectAll().orderBy('ordinal').execute();
  return rows.map(decodeWebhook);
}

async function update(tx: Tx, id: WebhookId, patch: WebhookPatch): Promise<Webhook> {
  const before = await get(tx, id);
  if (before === undefined)
    throw new AppError('not_found', `There is no webhook ${id}.`, { details: { webhook: id } });
  const after = { ...before, ...patch };
  const { id: _, ...columns } = encodeWebhook(after);
  await tx.db.updateTable('webhooks').set(columns).where('id', '=', id).execute();
  return after;
}
