// The live event stream as one endless sequence: it reconnects by itself and goes on after the last event it gave out,
// so that a reader sees every event exactly once, in order, whatever happens to the connection.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { queryOf } from './address.ts';
import { endpoints } from './endpoints.ts';
import { AppError, errorOf } from './errors.ts';
import { open, readText, unreachable } from './request.ts';
import type { Connection, Place } from './request.ts';
import type { FollowingJson, ResetJson, SnapshotJson } from './event-schemas.ts';
import type { ProjectNewsJson } from './project-schemas.ts';
import type { RequestNewsJson } from './request-schemas.ts';
import type { ScheduleNewsJson } from './schedule-schemas.ts';
import type { EventJson, EventQueryJson } from './schemas.ts';
import { SseParser } from './sse.ts';
import { doubled, spread } from '../domain/backoff.ts';

export interface StreamOptions {
  /** Told of each broken connection and of when it is tried again. */
  readonly onLost?: (cause: unknown, retryMs: number) => void;
  /** Told when events can flow again after that. */
  readonly onBack?: () => void;
  /** Told of each part of the snapshot, where the query asks for one. It comes again if the connection broke in it. */
  readonly onSnapshot?: (part: SnapshotJson) => void;
  /** Told what happens to requests, where the query asks for it. */
  readonly onRequest?: (news: RequestNewsJson) => void;
  /** Told what happens to schedules, where the query asks for it. */
  readonly onSchedule?: (news: ScheduleNewsJson) => void;
  /** Told what happens to projects, where the query asks for it. */
  readonly onProject?: (news: ProjectNewsJson) => void;
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
  // Unknown until the first message, where the daemon is to say where the stream begins.
  const isOpenStart = query.after === undefined && (query.snapshot ?? query.since) !== undefined;
  let last = isOpenStart ? undefined : Number(query.after ?? 0);
  const outage = new Outage(place, options);
  while (!signal.aborted) {
    let wait: number;
    try {
      const response = await openStream(place.current(), query, last, signal, options);
      outage.end();
      for await (const message of readStream(response)) {
        if (isSnapshot(message)) {
          options.onSnapshot?.(message);
          if (message.last) last = message.id;
        } else if (isReset(message)) last = message.id;
        else if (isRequest(message)) options.onRequest?.(message);
        else if (isSchedule(message)) options.onSchedule?.(message);
        else if (isFollowing(message)) continue;
        else if (isProject(message)) options.onProject?.(message);
        else if (last === undefined || message.id > last) {
          last = message.id;
          yield message;
        }
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
  last: number | undefined,
  signal: AbortSignal,
  options: StreamOptions,
): Promise<IncomingMessage> {
  const response = await open(connection, {
    method: endpoints.events.method,
    path: endpoints.events.path + queryOf(query),
    headers: {
      accept: 'text/event-stream',
      ...(last !== undefined && { 'last-event-id': String(last) }),
    },
    timeoutMs: options.silenceMs ?? 45_000,
    signal,
  });
  if (response.statusCode === 200) return response;
  throw errorOf(response.statusCode ?? 0, await readText(response, connection), connection.url);
}

type Message =
  EventJson | SnapshotJson | ResetJson | RequestNewsJson | ScheduleNewsJson | ProjectNewsJson | FollowingJson;

async function* readStream(response: IncomingMessage): AsyncGenerator<Message, void, undefined> {
  const parser = new SseParser();
  response.setEncoding('utf8');
  try {
    for await (const chunk of response)
      for (const data of parser.feed(String(chunk))) yield JSON.parse(data) as Message;
  } finally {
    response.destroy();
  }
}

const passing: ReadonlySet<string> = new Set(['daemon_unreachable', 'store_unreachable', 'internal']);
// The type of an event has a dot in it.
function isSnapshot(message: Message): message is SnapshotJson {
  return message.type === 'snapshot';
}

function isReset(message: Message): message is ResetJson {
  return message.type === 'reset';
}

function isProject(message: Message): message is ProjectNewsJson {
  return message.type === 'project';
}

function isRequest(message: Message): message is RequestNewsJson {
  return message.type === 'request';
}

function isSchedule(message: Message): message is ScheduleNewsJson {
  return message.type === 'schedule';
}

function isFollowing(message: Message): message is FollowingJson {
  return message.type === 'following';
}

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
    const [firstMs, longestMs] = this.#options.backOffMs ?? [1000, 30_000];
    this.#tries += 1;
    const wait = spread(doubled(this.#tries, { firstMs, longestMs }), Math.random());
    this.#options.onLost?.(cause, wait);
    return wait;
  }

  end(): void {
    if (this.#since !== null) this.#options.onBack?.();
    this.#since = null;
    this.#tries = 0;
  }
}
