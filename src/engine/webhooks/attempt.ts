// One try of one delivery: signed, sent, and what came of it in words that a person can act on.
import { messageOf } from '../../domain/errors.ts';
import type { Delivery, Tried, Webhook } from '../../domain/webhook.ts';
import { networkKind } from '../../lib/network-address.ts';
import { post } from '../../lib/post.ts';
import { signatureHeaders } from '../../lib/webhook-signature.ts';
import type { WebhookDeps, WebhookRules } from './deps.ts';

const longestWords = 200;

export async function attempt(
  deps: Pick<WebhookDeps, 'now' | 'version'>,
  webhook: Webhook,
  delivery: Delivery,
  rules: WebhookRules,
  signal: AbortSignal,
): Promise<Tried> {
  const { id, payload } = delivery;
  try {
    const answer = await post(new URL(webhook.url), {
      headers: {
        'content-type': 'application/json',
        'user-agent': `Tasklane/${deps.version}`,
        ...signatureHeaders(webhook.secret, { id, at: deps.now(), body: payload }),
      },
      body: payload,
      timeoutMs: rules.schedule.timeoutMs,
      signal,
      refuse: (address) => refuse(address, rules),
    });
    return { status: answer.status, error: wrongWith(answer.status, answer.text) };
  } catch (error) {
    return { status: null, error: messageOf(error) };
  }
}

/** Why an address must not be connected to, or null. */
function refuse(address: string, rules: Pick<WebhookRules, 'addresses'>): string | null {
  const kind = networkKind(address);
  if (kind === 'link_local')
    return `${address} is a link-local address: webhooks never go there, because clouds keep credentials there`;
  if (kind === 'private' && rules.addresses === 'public')
    return `${address} is not a public address, and the setting webhookAddresses allows only those`;
  return null;
}

function wrongWith(status: number, text: string): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `it answered ${status}; redirects are not followed`;
  const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, longestWords);
  return words === '' ? `it answered ${status}` : `it answered ${status}: ${words}`;
}
