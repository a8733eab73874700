// Brings one webhook what happened, one event after the other: the next is not sent before the one in front was delivered or
// given up, so that a receiver sees things in the order in which they were. What is under way is in the store before it is
// sent; after a crash the same message, with the same id, is sent again.
import { AppError, messageOf } from '../../domain/errors.ts';
import { happeningOf, matches } from '../../domain/happening.ts';
import type { EventRecord } from '../../domain/event.ts';
import type { WebhookId } from '../../domain/ids.ts';
import { afterTry, healthAfter, isFinished } from '../../domain/webhook.ts';
import type { Delivery, Tried, Webhook } from '../../domain/webhook.ts';
import { Bell } from '../../lib/sleep.ts';
import { attempt } from './attempt.ts';
import type { WebhookDeps } from './deps.ts';

const pageSize = 500;
/** How far the stored place may be behind what was looked through in vain. */
const staleBy = 5000;
const idleMs = 60_000;
const afterTroubleMs = 5_000;

export class Sender {
  readonly #deps: WebhookDeps;
  readonly #id: WebhookId;
  readonly #bell = new Bell();
  readonly #stopping = new AbortController();
  #read = 0;
  #finished = 0;
  readonly ended: Promise<void>;

  constructor(deps: WebhookDeps, id: WebhookId) {
    this.#deps = deps;
    this.#id = id;
    this.ended = this.#run();
  }

  /** There may be something new to send. */
  wake(): void {
    this.#bell.ring();
  }

  /** Ends the try that is under way; it is made again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#bell.ring();
    await this.ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let goesOn = true;
    while (goesOn && !signal.aborted) {
      try {
        goesOn = await this.#step();
      } catch (error) {
        if (signal.aborted) return;
        // It was removed between two looks.
        if (error instanceof AppError && error.code === 'not_found') continue;
        this.#deps.log.warn({ webhook: this.#id, error: messageOf(error) }, 'a webhook could not go on');
        await this.#bell.next(afterTroubleMs);
      }
    }
  }

  /** False when there is nothing more to do: it is gone. */
  async #step(): Promise<boolean> {
    const { store, now } = this.#deps;
    const webhook = await store.webhooks.get(this.#id);
    if (webhook === undefined) return false;
    if (!webhook.enabled) {
      await this.#bell.next(idleMs);
      return true;
    }
    const delivery = (await store.deliveries.open(this.#id)) ?? (await this.#next(webhook));
    if (delivery === undefined) await this.#bell.next(idleMs);
    else if (delivery.nextTryAt !== null && delivery.nextTryAt > now())
      await this.#bell.next(Math.min(idleMs, delivery.nextTryAt - now()));
    else await this.#try(webhook, delivery);
    return true;
  }

  async #next(webhook: Webhook): Promise<Delivery | undefined> {
    const { store } = this.#deps;
    const scope = webhook.projectId === null ? {} : { projectId: webhook.projectId };
    this.#read = Math.max(this.#read, webhook.cursor);
    for (;;) {
      const page = await store.events.read({ ...scope, after: this.#read, limit: pageSize });
      for (const record of page) {
        this.#read = record.id;
        if (matches(webhook.events, record.body)) return this.#open(record);
      }
      if (page.length < pageSize || this.#stopping.signal.aborted) break;
    }
    if (this.#read - webhook.cursor > staleBy) await store.webhooks.update(this.#id, { cursor: this.#read });
    return undefined;
  }

  /** The event becomes a delivery and the place moves behind it in one transaction: neither can be there alone. */
  async #open(record: EventRecord): Promise<Delivery> {
    const { store } = this.#deps;
    return store.transition(async (within) => {
      const task = (await within.tasks.get(record.taskId)) ?? null;
      const project = (await within.projects.get(record.projectId)) ?? null;
      const delivery = newDelivery(this.#deps, this.#id, {
        eventId: record.id,
        type: happeningOf(record.body),
        payload: this.#deps.render(record, task, project),
      });
      await within.deliveries.insert(delivery);
      await within.webhooks.update(this.#id, { cursor: record.id });
      return delivery;
    });
  }

  async #try(webhook: Webhook, delivery: Delivery): Promise<void> {
    const { signal } = this.#stopping;
    const rules = await this.#deps.rules();
    const tried = await attempt(this.#deps, webhook, delivery, rules, signal);
    if (signal.aborted) return;
    const after = await keep(this.#deps, delivery, tried);
    if (!isFinished(after)) return;
    this.#finished += 1;
    if (this.#finished % 50 === 1) await this.#deps.store.deliveries.prune(this.#id, this.#deps.keep);
  }
}

export function newDelivery(
  deps: Pick<WebhookDeps, 'now' | 'newId'>,
  webhookId: WebhookId,
  what: Pick<Delivery, 'eventId' | 'type' | 'payload'>,
): Delivery {
  return {
    ...what,
    id: `msg_${deps.newId()}`,
    webhookId,
    state: 'pending',
    tries: 0,
    createdAt: deps.now(),
    lastTryAt: null,
    nextTryAt: null,
    lastStatus: null,
    lastError: null,
  };
}

/** Keeps what came of a try, of the delivery and of the receiver, in one transaction. */
async function keep(deps: WebhookDeps, delivery: Delivery, tried: Tried): Promise<Delivery> {
  const { schedule } = await deps.rules();
  const now = deps.now();
  const after = afterTry(delivery, tried, { now, chance: deps.chance() }, schedule);
  const webhook = await deps.store.transition(async (within) => {
    await within.deliveries.update(after);
    const current = await within.webhooks.get(delivery.webhookId);
    if (current === undefined) return undefined;
    return within.webhooks.update(current.id, healthAfter(current, tried, now, schedule));
  });
  const { webhookId, id, tries } = after;
  if (tried.error !== null) deps.log.info({ webhookId, id, tries, error: tried.error }, 'a webhook failed');
  if (webhook?.enabled === false)
    deps.log.warn({ webhookId, reason: webhook.disabledReason }, 'a webhook was switched off');
  return after;
}
