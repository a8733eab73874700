// Webhooks and their deliveries as the JSON of the contract, and the messages that receivers get.
import type {
  DeliveryFullJson,
  DeliveryJson,
  WebhookJson,
  WebhookPayloadJson,
} from '../api/webhook-schemas.ts';
import type { EventRecord } from '../domain/event.ts';
import { happeningOf } from '../domain/happening.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import type { Delivery, Webhook } from '../domain/webhook.ts';
import { maskSecret } from '../lib/webhook-signature.ts';
import { summaryJson } from './present-summary.ts';
import { eventJson, time } from './present.ts';

/** Receivers take small messages; what is larger can be asked for by the id of the event. */
const largestData = 64 * 1024;

export function webhookJson(webhook: Webhook, projectName: string | null): WebhookJson {
  return {
    id: webhook.id,
    url: webhook.url,
    secret: maskSecret(webhook.secret),
    events: [...webhook.events],
    project_id: webhook.projectId,
    project_name: projectName,
    enabled: webhook.enabled,
    disabled_reason: webhook.disabledReason,
    failing_since: webhook.failingSince === null ? null : time(webhook.failingSince),
    created_at: time(webhook.createdAt),
  };
}

export function deliveryJson(delivery: Delivery): DeliveryJson {
  return {
    id: delivery.id,
    webhook_id: delivery.webhookId,
    event_id: delivery.eventId,
    type: delivery.type,
    state: delivery.state,
    tries: delivery.tries,
    created_at: time(delivery.createdAt),
    last_try_at: delivery.lastTryAt === null ? null : time(delivery.lastTryAt),
    next_try_at: delivery.nextTryAt === null ? null : time(delivery.nextTryAt),
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
  };
}

export function deliveryFullJson(delivery: Delivery): DeliveryFullJson {
  return { ...deliveryJson(delivery), payload: delivery.payload };
}

export function webhookPayload(record: EventRecord, task: Task | null, project: Project | null): string {
  const event = eventJson(record);
  const isLarge = Buffer.byteLength(JSON.stringify(event.data)) > largestData;
  const payload: WebhookPayloadJson = {
    type: happeningOf(record.body),
    timestamp: event.at,
    data: {
      event: isLarge ? { ...event, data: {} } : event,
      task: task === null ? null : summaryJson(task, project?.name ?? ''),
      truncated: isLarge,
    },
  };
  return JSON.stringify(payload);
}

export function testPayload(at: number): string {
  return JSON.stringify({
    type: 'webhook.test',
    timestamp: time(at),
    data: { message: 'Tasklane can reach you.' },
  });
}
