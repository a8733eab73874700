// Webhooks in the contract: what is sent and answered about them, and what their receivers get.
import { z } from 'zod';
import { eventRecord, taskSummary } from './event-schemas.ts';
import { time } from './schemas.ts';

const events = z.array(z.string().min(1)).min(1).max(50);

export const webhook = z.object({
  id: z.string(),
  url: z.string(),
  secret: z.string().describe('Whole only in the answer that made it; later the end of it.'),
  events: z.array(z.string()),
  project_id: z.string().nullable().describe('Null = of all projects.'),
  project_name: z.string().nullable(),
  enabled: z.boolean(),
  disabled_reason: z.string().nullable().describe('Why the system switched it off.'),
  failing_since: time.nullable(),
  created_at: time,
});
export const webhookList = z.object({ webhooks: z.array(webhook) });
export const webhookAdd = z.strictObject({
  url: z.string().min(1).max(2000),
  events: events.optional().describe('Names of what it is told; not given: task.*'),
  project: z.string().min(1).optional().describe('Id or name; not given: all projects.'),
  secret: z.string().optional().describe('whsec_ and 24 to 64 bytes in base64; not given: one is made.'),
  enabled: z.boolean().optional(),
});
/** What is left out stays as it is. */
export const webhookEdit = z.strictObject({
  url: z.string().min(1).max(2000).optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
  rotate_secret: z.literal(true).optional().describe('A new secret, in the answer.'),
});

export const delivery = z.object({
  id: z.string().describe('The header webhook-id: the same at each try.'),
  webhook_id: z.string(),
  event_id: z.int().nullable().describe('Null for a test.'),
  type: z.string(),
  state: z.enum(['pending', 'retrying', 'delivered', 'failed']),
  tries: z.int(),
  created_at: time,
  last_try_at: time.nullable(),
  next_try_at: time.nullable(),
  last_status: z.int().nullable().describe('HTTP status of the last answer; null when there was none.'),
  last_error: z.string().nullable(),
});
export const deliveryFull = delivery.extend({ payload: z.string().describe('What is sent, byte by byte.') });
export const deliveryList = z.object({ deliveries: z.array(delivery), next_cursor: z.string().nullable() });
export const deliveryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().optional(),
});

/** What a receiver gets: the structure that Standard Webhooks recommends. */
export const webhookPayload = z.strictObject({
  type: z.string(),
  timestamp: time,
  data: z.strictObject({
    event: eventRecord,
    task: taskSummary.nullable().describe('As it was when the message was made.'),
    truncated: z.boolean().describe('Whether the data of the event was left out, because it was too large.'),
  }),
});

export type WebhookJson = z.infer<typeof webhook>;
export type WebhookListJson = z.infer<typeof webhookList>;
export type WebhookAddJson = z.infer<typeof webhookAdd>;
export type WebhookEditJson = z.infer<typeof webhookEdit>;
export type DeliveryJson = z.infer<typeof delivery>;
export type DeliveryFullJson = z.infer<typeof deliveryFull>;
export type DeliveryListJson = z.infer<typeof deliveryList>;
export type DeliveryQueryJson = z.input<typeof deliveryQuery>;
export type WebhookPayloadJson = z.infer<typeof webhookPayload>;
