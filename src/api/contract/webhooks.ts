// The calls about webhooks and what was sent to them.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as w from '../webhook-schemas.ts';
import { nothing, operation } from './operation.ts';

const none: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const tag = 'Webhooks';

export const webhookOperations = {
  listWebhooks: operation(at.listWebhooks, {
    tag,
    summary: 'List webhooks',
    query: w.webhookQuery,
    response: w.webhookList,
  }),
  addWebhook: operation(at.addWebhook, {
    tag,
    summary: 'Add a webhook',
    description: 'The answer has its whole secret.',
    body: w.webhookAdd,
    response: w.webhook,
    status: 201,
    errors: [...none, 'already_exists', 'invalid_config'],
    hasSecret: true,
  }),
  showWebhook: operation(at.showWebhook, {
    tag,
    summary: 'Show a webhook',
    response: w.webhook,
    errors: none,
  }),
  editWebhook: operation(at.editWebhook, {
    tag,
    summary: 'Change a webhook',
    description: 'With `rotate_secret` the answer has a new secret.',
    body: w.webhookEdit,
    response: w.webhook,
    errors: [...none, 'already_exists', 'other_home'],
  }),
  removeWebhook: operation(at.removeWebhook, {
    tag,
    summary: 'Remove a webhook',
    description: 'With its deliveries.',
    response: nothing,
    errors: [...none, 'other_home'],
  }),
  testWebhook: operation(at.testWebhook, {
    tag,
    summary: 'Send a test message',
    description: 'Answers when the receiver has, or has not.',
    response: w.delivery,
    errors: [...none, 'invalid_transition', 'other_home'],
  }),
  listDeliveries: operation(at.listDeliveries, {
    tag,
    summary: 'List what was sent',
    query: w.deliveryQuery,
    response: w.deliveryList,
    errors: none,
  }),
  showDelivery: operation(at.showDelivery, {
    tag,
    summary: 'Show one message',
    description: 'With its payload.',
    response: w.deliveryFull,
    errors: none,
  }),
  redeliver: operation(at.redeliver, {
    tag,
    summary: 'Send one message again',
    response: w.delivery,
    errors: [...none, 'invalid_transition', 'other_home'],
  }),
};
