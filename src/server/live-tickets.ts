// Tickets for the live socket. A browser cannot send a token with a WebSocket, and an address with a token in it would end up
// in logs: so a page asks for a ticket first, with whatever it signs in with, and the socket stands for whoever asked.
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { hashOf, randomText } from '../lib/secrets.ts';

const lifetimeMs = 30_000;
const ticketLength = 32;
/** Whoever asks for so many at once is no page. */
const maxPending = 1000;

interface Pending {
  readonly actor: Actor;
  readonly until: number;
}

/** Only in memory: one that a restart forgets is asked for again. */
export class LiveTickets {
  readonly #now: () => number;
  readonly #pending = new Map<string, Pending>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws `rate_limited`. */
  create(actor: Actor): { readonly ticket: string; readonly until: number } {
    const now = this.#now();
    for (const [key, one] of this.#pending) if (one.until <= now) this.#pending.delete(key);
    if (this.#pending.size >= maxPending)
      throw new AppError('rate_limited', 'Too many tickets wait to be used.', {
        next: 'Try again in half a minute.',
        details: { retry_after_ms: lifetimeMs },
      });
    const ticket = randomText(ticketLength);
    const until = now + lifetimeMs;
    this.#pending.set(hashOf(ticket), { actor, until });
    return { ticket, until };
  }

  /** Who asked for it; null for one that is unknown, was used, or is too old. */
  redeem(ticket: string): Actor | null {
    const key = hashOf(ticket);
    const pending = this.#pending.get(key);
    // Whatever comes of it, it was used.
    this.#pending.delete(key);
    return pending === undefined || pending.until <= this.#now() ? null : pending.actor;
  }
}
