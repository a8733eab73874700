// A webhook: an address that is told what happens. Pure rules: what one is, what becomes of a delivery after a try, and
// when a receiver that fails for too long is switched off.
import type { ProjectId, WebhookId } from './ids.ts';
import { doubled, spread } from './backoff.ts';

export interface Webhook {
  readonly id: WebhookId;
  readonly url: string;
  /** `whsec_` and the key in base64, as Standard Webhooks has it. */
  readonly secret: string;
  /** The home whose daemon tells it: several may share a store, and one of them is enough. */
  readonly home: string;
  /** Names of happenings; see happening.ts. */
  readonly events: readonly string[];
  /** Null = of all projects. */
  readonly projectId: ProjectId | null;
  readonly enabled: boolean;
  /** Why the system switched it off; null when it did not. */
  readonly disabledReason: string | null;
  /** All events up to this id were delivered, given up, not wanted, or have an open delivery. */
  readonly cursor: number;
  /** Since when every try has failed; null after a success. Milliseconds since 1970. */
  readonly failingSince: number | null;
  readonly createdAt: number;
}

/** `pending` has not been tried, `retrying` has and will be again; the others are over. */
export type DeliveryState = 'pending' | 'retrying' | 'delivered' | 'failed';

export interface Delivery {
  /** Stays the same for every try, also after a crash: receivers know a repetition by it. */
  readonly id: string;
  readonly webhookId: WebhookId;
  /** Null for a test. */
  readonly eventId: number | null;
  /** The name of the happening. */
  readonly type: string;
  /** What is sent, byte by byte the same at each try. */
  readonly payload: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly createdAt: number;
  readonly lastTryAt: number | null;
  readonly nextTryAt: number | null;
  /** HTTP status of the last answer; null when there was none. */
  readonly lastStatus: number | null;
  /** Null after a success. */
  readonly lastError: string | null;
}

export interface WebhookSchedule {
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** The wait after the first failure; it doubles with each further one. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** After this the delivery is given up and the next one's turn comes. */
  readonly giveUpMs: number;
  /** A receiver that has failed for this long, without one success, is switched off. */
  readonly disableMs: number;
}

const hour = 3_600_000;
export const usualSchedule: WebhookSchedule = {
  timeoutMs: 10_000,
  firstWaitMs: 5_000,
  longestWaitMs: hour,
  giveUpMs: 24 * hour,
  disableMs: 72 * hour,
};

/** Of one try: the status when there was an answer. */
export interface Tried {
  readonly status: number | null;
  /** Null = delivered. */
  readonly error: string | null;
}

/** `chance` from 0 to 1 spreads the tries, so that all that failed together does not come back together. */
export function afterTry(
  delivery: Delivery,
  tried: Tried,
  at: { readonly now: number; readonly chance: number },
  schedule: WebhookSchedule,
): Delivery {
  const tries = delivery.tries + 1;
  const common = { ...delivery, tries, lastTryAt: at.now, lastStatus: tried.status, lastError: tried.error };
  if (tried.error === null) return { ...common, state: 'delivered', nextTryAt: null };
  if (at.now - delivery.createdAt >= schedule.giveUpMs)
    return { ...common, state: 'failed', nextTryAt: null };
  const wait = doubled(tries, { firstMs: schedule.firstWaitMs, longestMs: schedule.longestWaitMs });
  return { ...common, state: 'retrying', nextTryAt: at.now + Math.ceil(spread(wait, at.chance)) };
}

/** What a try says about the receiver as a whole. */
export function healthAfter(
  webhook: Webhook,
  tried: Tried,
  now: number,
  schedule: WebhookSchedule,
): Pick<Webhook, 'enabled' | 'disabledReason' | 'failingSince'> {
  if (tried.error === null) return { enabled: webhook.enabled, disabledReason: null, failingSince: null };
  const failingSince = webhook.failingSince ?? now;
  // https://www.rfc-editor.org/rfc/rfc9110#name-410-gone: it will not come back, and asks not to be asked.
  if (tried.status === 410)
    return { enabled: false, failingSince, disabledReason: 'The receiver answered 410 Gone.' };
  if (now - failingSince < schedule.disableMs)
    return { enabled: webhook.enabled, disabledReason: webhook.disabledReason, failingSince };
  const reason = `Every delivery has failed since ${isoTime(failingSince)}, last with: ${tried.error}`;
  return { enabled: false, failingSince, disabledReason: reason };
}

export function isFinished(delivery: Pick<Delivery, 'state'>): boolean {
  return delivery.state === 'delivered' || delivery.state === 'failed';
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
