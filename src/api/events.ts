// The live event stream as one endless sequence: it reconnects by itself and goes on after the last event it gave out,
// so that a reader sees every event exactly once, in order, whatever happens to the connection.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { endpoints } from './endpoints.ts';
import { AppError, errorOf } from './errors.ts';
import { open, queryOf, readText, unreachable } from './request.ts';
import type { Connection, Place } from './request.ts';
import type { EventJson, EventQueryJson } from './schemas.ts';
import { SseParser } from './sse.ts';

export interface StreamOptions {
  /** Told of each broken connection and of when it is tried again. */
  readonly onLost?: (cause: unknown, retryMs: number) => void;
  /** Told when events can flow again after that. */
  readonly onBack?: () => void;
  /** The first and the longest wait between two tries. Default 1 s and 30 s. */
  readonly backOffMs?: readonly [first: number, longest: number];
  /** Silence after which a connection counts as dead. The server sends a comment every 15 s. Default 45 s. */
  readonly silenceMs?: number;
  /** How long nobody may answer before the stream fails with `daemon_unreachable`. Default 2 min. */
  readonly giveUpMs?: number;
}

/** Ends when the signal aborts. Throws what the daemon refuses (`not_found`, `unauthorized`, …) and when it is gone. */
export async function* streamEvents(
  place: Place,
  query: EventQueryJson,
  signal: AbortSignal,
  options: StreamOptions = {},
): AsyncGenerator<EventJson, void, undefined> {
  let last = Number(query.after ?? 0);
  const outage = new Outage(place, options);
  while (!signal.aborted) {
    let wait: number;
    try {
      const response = await openStream(place.current(), { ...query, after: last }, signal, options);
      outage.end();
      for await (const event of readStream(response)) {
        if (event.id <= last) continue;
        last = event.id;
        yield event;
      }
      wait = outage.begin(new Error('the daemon closed the stream'));
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
      wait = outage.begin(error);
    }
    await delay(wait, undefined, { signal }).catch(() => undefined); // an abort ends the loop above
    if (!signal.aborted) await place.lookAgain();
  }
}

async function openStream(
  connection: Connection,
  query: EventQueryJson,
  signal: AbortSignal,
  options: StreamOptions,
): Promise<IncomingMessage> {
  const response = await open(connection, {
    method: endpoints.events.method,
    path: endpoints.events.path + queryOf(query),
    headers: { accept: 'text/event-stream', 'last-event-id': String(query.after) },
    timeoutMs: options.silenceMs ?? 45_000,
    signal,
  });
  if (response.statusCode === 200) return response;
  throw errorOf(response.statusCode ?? 0, await readText(response, connection), connection.url);
}

async function* readStream(response: IncomingMessage): AsyncGenerator<EventJson, void, undefined> {
  const parser = new SseParser();
  response.setEncoding('utf8');
  try {
    for await (const chunk of response)
      for (const data of parser.feed(String(chunk))) yield JSON.parse(data) as EventJson;
  } finally {
    response.destroy();
  }
}

const passing: ReadonlySet<string> = new Set(['daemon_unreachable', 'store_unreachable', 'internal']);

// What the daemon itself refused will be refused again, and what cannot be read now never can be; a connection may heal.
function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return passing.has(error.code);
  return !(error instanceof SyntaxError);
}

/** Counts the tries since events last flowed: how long to wait before the next, and when to give up. */
class Outage {
  #since: number | null = null;
  #tries = 0;
  readonly #place: Place;
  readonly #options: StreamOptions;

  constructor(place: Place, options: StreamOptions) {
    this.#place = place;
    this.#options = options;
  }

  /** Returns how long to wait; throws when it has gone on for too long. */
  begin(cause: unknown): number {
    this.#since ??= performance.now();
    if (performance.now() - this.#since >= (this.#options.giveUpMs ?? 120_000))
      throw cause instanceof AppError ? cause : unreachable(this.#place.current(), cause);
    const [first, longest] = this.#options.backOffMs ?? [1000, 30_000];
    // Between half and all of it, so that the clients of a daemon that restarts do not all come back at once.
    const wait = Math.min(longest, first * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    this.#options.onLost?.(cause, wait);
    return wait;
  }

  end(): void {
    if (this.#since !== null) this.#options.onBack?.();
    this.#since = null;
    this.#tries = 0;
  }
}
