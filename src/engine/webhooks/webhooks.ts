// Webhooks: addresses that are told what happens. The commands on them, and one sender for each.
import { AppError } from '../../domain/errors.ts';
import { matches, unknownPatterns } from '../../domain/happening.ts';
import { webhookId } from '../../domain/ids.ts';
import type { ProjectId, WebhookId } from '../../domain/ids.ts';
import { isFinished } from '../../domain/webhook.ts';
import type { Delivery, Tried, Webhook } from '../../domain/webhook.ts';
import { isSecret, newSecret } from '../../lib/webhook-signature.ts';
import { attempt } from './attempt.ts';
import type { WebhookDeps } from './deps.ts';
import { Sender, newDelivery } from './sender.ts';

export interface AddWebhook {
  readonly url: string;
  readonly events?: readonly string[] | undefined;
  readonly projectId?: ProjectId | null | undefined;
  readonly secret?: string | undefined;
  readonly enabled?: boolean | undefined;
}

export interface EditWebhook {
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly rotateSecret?: boolean | undefined;
}

/** Without a list of events a webhook is told what becomes of tasks, and nothing of what their agents say. */
const usualEvents: readonly string[] = ['task.*'];
const mostWebhooks = 100;

export class Webhooks {
  readonly #deps: WebhookDeps;
  readonly #senders = new Map<WebhookId, { readonly sender: Sender; webhook: Webhook }>();
  readonly #stopping = new AbortController();
  #stopListening: () => void = () => undefined;
  #isStarted = false;

  constructor(deps: WebhookDeps) {
    this.#deps = deps;
  }

  /** Goes on where an earlier daemon stopped. */
  async start(): Promise<void> {
    this.#isStarted = true;
    this.#stopListening = this.#deps.store.onEvents((records) => {
      for (const { sender, webhook } of this.#senders.values())
        if (records.some((record) => matches(webhook.events, record.body))) sender.wake();
    });
    for (const webhook of await this.#deps.store.webhooks.list()) this.#see(webhook);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#stopListening();
    this.#stopping.abort();
    await Promise.all([...this.#senders.values()].map(({ sender }) => sender.stop()));
    this.#senders.clear();
  }

  /** It hears of what happens from now on. */
  async add(input: AddWebhook): Promise<Webhook> {
    if (input.secret !== undefined && !isSecret(input.secret))
      throw new AppError('invalid_input', 'The secret is not `whsec_` and 24 to 64 bytes in base64.', {
        next: 'Leave it out, and one is made.',
      });
    const { store } = this.#deps;
    const webhook = await store.transition(async (within) => {
      if ((await within.webhooks.list()).length >= mostWebhooks)
        throw new AppError('invalid_input', `There are ${mostWebhooks} webhooks already.`, {
          next: 'Remove one that is not needed any more.',
        });
      const made: Webhook = {
        id: webhookId(this.#deps.newId()),
        url: checkedUrl(input.url),
        secret: input.secret ?? newSecret(),
        home: this.#deps.home,
        events: checkedEvents(input.events ?? usualEvents),
        projectId: input.projectId ?? null,
        enabled: input.enabled ?? true,
        disabledReason: null,
        cursor: await within.events.last(),
        failingSince: null,
        createdAt: this.#deps.now(),
      };
      await within.webhooks.insert(made);
      return made;
    });
    this.#see(webhook);
    return webhook;
  }

  async list(): Promise<readonly Webhook[]> {
    return this.#deps.store.webhooks.list();
  }

  /** By id, by the beginning of it, or by address. Throws `not_found` and `ambiguous`. */
  async find(ref: string): Promise<Webhook> {
    const all = await this.list();
    const exact = all.filter((one) => one.id === ref);
    const found = exact.length > 0 ? exact : all.filter((one) => one.url === ref || one.id.startsWith(ref));
    const [first] = found;
    if (first === undefined || ref === '')
      throw new AppError('not_found', `There is no webhook “${ref}”.`, {
        next: 'See them with `tasklane webhook list`.',
      });
    if (found.length === 1) return first;
    throw new AppError('ambiguous', `${found.length} webhooks are meant by “${ref}”.`, {
      next: 'Use the whole id.',
      details: { webhooks: found.map((one) => one.id) },
    });
  }

  /** One that is switched on again goes on with the event that it had come to. */
  async edit(id: WebhookId, input: EditWebhook): Promise<Webhook> {
    const { store } = this.#deps;
    const webhook = await store.transition(async (within) => {
      if (input.enabled === true) {
        const waiting = await within.deliveries.open(id);
        if (waiting !== undefined) await within.deliveries.update({ ...waiting, nextTryAt: null });
      }
      return within.webhooks.update(id, {
        ...(input.url !== undefined && { url: checkedUrl(input.url) }),
        ...(input.events !== undefined && { events: checkedEvents(input.events) }),
        ...(input.rotateSecret === true && { secret: newSecret() }),
        ...(input.enabled !== undefined && {
          enabled: input.enabled,
          disabledReason: null,
          failingSince: null,
        }),
      });
    });
    this.#see(webhook);
    return webhook;
  }

  async remove(id: WebhookId): Promise<void> {
    await this.#deps.store.webhooks.remove(id);
    this.#senders.get(id)?.sender.wake();
  }

  /** One message with a made-up event, once, also to one that is switched off. Resolves with what came of it. */
  async test(id: WebhookId): Promise<Delivery> {
    const { now, renderTest, store } = this.#deps;
    const delivery = newDelivery(this.#deps, id, {
      eventId: null,
      type: 'webhook.test',
      payload: renderTest(now()),
    });
    await store.deliveries.insert(delivery);
    return this.#once(id, delivery);
  }

  /** Newest first. */
  async deliveries(id: WebhookId, query: { before?: string; limit?: number }): Promise<readonly Delivery[]> {
    return this.#deps.store.deliveries.list({ ...query, webhookId: id });
  }

  /** Throws `not_found`, also for one of another webhook. */
  async delivery(id: WebhookId, deliveryId: string): Promise<Delivery> {
    const found = await this.#deps.store.deliveries.get(deliveryId);
    if (found?.webhookId === id) return found;
    throw new AppError('not_found', `There is no delivery “${deliveryId}” of this webhook any more.`, {
      next: 'See them with `tasklane webhook deliveries`.',
    });
  }

  /** The same message once more, now. One that is still waiting for its next try has that brought forward. */
  async redeliver(id: WebhookId, deliveryId: string): Promise<Delivery> {
    const delivery = await this.#broughtForward(await this.delivery(id, deliveryId));
    if (isFinished(delivery)) return this.#once(id, delivery);
    this.#senders.get(id)?.sender.wake();
    return delivery;
  }

  /** In one transaction, so that what the sender finds out at the same moment is not overwritten. */
  async #broughtForward({ id }: Delivery): Promise<Delivery> {
    return this.#deps.store.transition(async (within) => {
      const current = await within.deliveries.get(id);
      if (current === undefined) throw new AppError('not_found', `The delivery ${id} is gone.`);
      if (isFinished(current) || current.nextTryAt === null) return current;
      const sooner = { ...current, nextTryAt: null };
      await within.deliveries.update(sooner);
      return sooner;
    });
  }

  /** Tried once, by the word of a person: whatever comes of it, the order of the others stays as it is. */
  async #once(id: WebhookId, delivery: Delivery): Promise<Delivery> {
    const { store, rules, now } = this.#deps;
    const webhook = await store.webhooks.get(id);
    if (webhook === undefined) throw new AppError('not_found', 'The webhook was removed.');
    const tried = await attempt(this.#deps, webhook, delivery, await rules(), this.#stopping.signal);
    const after = afterOne(delivery, tried, now());
    await store.deliveries.update(after);
    return after;
  }

  #see(webhook: Webhook): void {
    if (!this.#isStarted || webhook.home !== this.#deps.home) return;
    const known = this.#senders.get(webhook.id);
    if (known === undefined) {
      const entry = { sender: new Sender(this.#deps, webhook.id), webhook };
      this.#senders.set(webhook.id, entry);
      void entry.sender.ended.then(() => this.#senders.delete(webhook.id));
      return;
    }
    known.webhook = webhook;
    known.sender.wake();
  }
}

function afterOne(delivery: Delivery, tried: Tried, now: number): Delivery {
  return {
    ...delivery,
    state: tried.error === null ? 'delivered' : 'failed',
    tries: delivery.tries + 1,
    lastTryAt: now,
    nextTryAt: null,
    lastStatus: tried.status,
    lastError: tried.error,
  };
}

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new AppError('invalid_input', `“${text}” is not the address of a receiver.`, {
      next: 'Use one such as https://example.org/hooks/tasklane.',
    });
  if (url.username !== '' || url.password !== '')
    throw new AppError('invalid_input', 'The address of a webhook must not hold a name or a password.', {
      next: 'Let the receiver check the signature instead.',
    });
  return url.href;
}

function checkedEvents(events: readonly string[]): readonly string[] {
  const [unknown] = unknownPatterns(events);
  if (unknown !== undefined)
    throw new AppError('invalid_input', `No event is called “${unknown}”.`, {
      next: 'Use names such as task.ready and task.failed, or a group: task.*',
    });
  return [...new Set(events)];
}
