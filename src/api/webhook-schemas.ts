// Webhooks in the contract: what is sent and answered about them, and what their receivers get.
import { z } from 'zod';
import { eventRecord, taskSummary } from './event-schemas.ts';
import { nextCursor, paging } from './paging.ts';
import { search, time } from './schemas.ts';

const events = z.array(z.string().min(1).max(100)).min(1).max(50);
const address = z
  .string()
  .min(1)
  .max(2000)
  .describe('Where messages are sent.')
  .meta({ examples: ['https://example.com/hook'] });

export const webhook = z.object({
  id: z.string().describe('Never changes.'),
  url: z.string().describe('Where messages are sent.'),
  secret: z.string().describe('Whole only in the answer that made it; later the end of it.'),
  events: z.array(z.string()).describe('Names of what it is told.'),
  project_id: z.string().nullable().describe('Null = of all projects.'),
  project_name: z.string().nullable().describe('Name of that project.'),
  enabled: z.boolean().describe('Whether messages are sent.'),
  disabled_reason: z.string().nullable().describe('Why the system switched it off.'),
  failing_since: time.nullable().describe('Since when no message could be delivered.'),
  created_at: time,
});
export const webhookQuery = z.object({ q: search('address'), ...paging(500, 100) });
export const webhookList = z.object({
  webhooks: z.array(webhook).describe('In the order in which they were added.'),
  next_cursor: nextCursor,
});
export const webhookAdd = z.strictObject({
  url: address,
  events: events.optional().describe('Names of what it is told; not given: task.*'),
  project: z.string().min(1).max(200).optional().describe('Id or name; not given: all projects.'),
  secret: z
    .string()
    .max(200)
    .optional()
    .describe('whsec_ and 24 to 64 bytes in base64; not given: one is made.'),
  enabled: z.boolean().optional().describe('Whether messages are sent; otherwise they are.'),
});
/** What is left out stays as it is. */
export const webhookEdit = z.strictObject({
  url: address.optional(),
  events: events.optional().describe('Names of what it is told.'),
  enabled: z.boolean().optional().describe('Whether messages are sent.'),
  rotate_secret: z.literal(true).optional().describe('A new secret, in the answer.'),
});

export const delivery = z.object({
  id: z.string().describe('The header webhook-id: the same at each try.'),
  webhook_id: z.string().describe('Id of the webhook.'),
  event_id: z.int().nullable().describe('Null for a test.'),
  type: z.string().describe('What it tells.'),
  state: z
    .enum(['pending', 'retrying', 'delivered', 'failed'])
    .describe('Where it stands; failed = given up.'),
  tries: z.int().describe('How often it was sent.'),
  created_at: time,
  last_try_at: time.nullable().describe('When it was last sent.'),
  next_try_at: time.nullable().describe('When it will be sent again.'),
  last_status: z.int().nullable().describe('HTTP status of the last answer; null when there was none.'),
  last_error: z.string().nullable().describe('Why the last try failed.'),
});
export const deliveryFull = delivery.extend({ payload: z.string().describe('What is sent, byte by byte.') });
export const deliveryList = z.object({
  deliveries: z.array(delivery).describe('Newest first.'),
  next_cursor: nextCursor,
});
export const deliveryQuery = z.object({
  ...paging(500, 50),
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
export type WebhookQueryJson = z.input<typeof webhookQuery>;
