// The public live stream: server-sent events that resume without a gap or a duplicate, and begin with a snapshot for who
// wants one. Written to the raw response: Hono's streaming helper costs several times as much (docs/benchmarks.md).
import { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { ResetJson } from '../api/event-schemas.ts';
import type { Reach } from '../domain/access.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { EventQuery, TasksAt } from '../engine/engine.ts';
import type { EventRecord } from '../domain/event.ts';
import type { Log } from '../lib/log.ts';
import { sleep } from '../lib/sleep.ts';
import { LiveClient } from './live-client.ts';
import { LiveFeed } from './live-feed.ts';
import type { LiveFilter, LiveSource } from './live-feed.ts';
import { formatSnapshot } from './snapshot.ts';

export interface EventSource extends LiveSource {
  events(query: EventQuery, reach: Reach): Promise<readonly EventRecord[]>;
  tasksAt(scope: StreamScope): Promise<TasksAt>;
}

type StreamScope = Pick<EventQuery, 'taskIds' | 'projectId' | 'reach'>;

export interface StreamRequest {
  readonly scope: StreamScope;
  readonly types: readonly string[] | undefined;
  /** The first event is the one after this. */
  readonly after: number;
  readonly isSnapshotWanted: boolean;
}

const stallMs = 60_000;
/** Between two looks whether a store that is away has come back. */
const awayMs = 1000;

export class LiveEvents {
  readonly #source: EventSource;
  readonly #feed: LiveFeed;
  readonly #log: Log;
  readonly #snapshots = new Map<string, Promise<TasksAt>>();

  constructor(source: EventSource, stopping: AbortSignal, log: Log) {
    this.#source = patient(source, stopping);
    this.#feed = new LiveFeed(this.#source);
    this.#log = log;
  }

  /** Streams until the client goes or the signal aborts. */
  async stream(request: StreamRequest, response: Writable, signal: AbortSignal): Promise<void> {
    const { scope, types } = request;
    const filter: LiveFilter = { ...scope, ...(types !== undefined && { types }) };
    const client = new LiveClient({
      feed: this.#feed,
      filter,
      read: (after, limit) => this.#source.events({ ...scope, after, limit }, scope.reach ?? null),
      response,
      signal,
      stallMs,
      onStalled: () => this.#log.info({ stallMs }, 'a live stream was closed: its client does not read'),
    });
    if (isHttp(response)) begin(response);
    try {
      await client.run((newest, send) => this.#position(request, newest, send));
    } catch (error) {
      // The head is out; all that can be said now is the end, after which the client comes back to where it was.
      this.#log.warn({ error: messageOf(error) }, 'a live stream was closed');
    }
  }

  async #position(
    request: StreamRequest,
    newest: number,
    send: (bytes: Buffer) => Promise<void>,
  ): Promise<number> {
    if (request.isSnapshotWanted) {
      const found = await this.#tasksAt(request.scope);
      for (const message of formatSnapshot(found)) await send(message);
      return found.position;
    }
    if (request.after <= newest) return request.after;
    // Another process on the same log may be ahead of what was told here.
    const last = await this.#source.lastEvent();
    if (request.after <= last) return request.after;
    const reset: ResetJson = { type: 'reset', id: last };
    await send(Buffer.from(`event: reset\nid: ${last}\ndata: ${JSON.stringify(reset)}\n\n`));
    return last;
  }

  // Who asks while one is being read gets that one: a little older, and followed by exactly the events since.
  #tasksAt(scope: StreamRequest['scope']): Promise<TasksAt> {
    const key = JSON.stringify(scope);
    const known = this.#snapshots.get(key);
    if (known !== undefined) return known;
    const reading = this.#source.tasksAt(scope).finally(() => this.#snapshots.delete(key));
    this.#snapshots.set(key, reading);
    return reading;
  }
}

/** While the store is away it waits: a browser whose stream was ended by an error would not come back. */
function patient(source: EventSource, stopping: AbortSignal): EventSource {
  const untilThere = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const isAway = error instanceof AppError && error.code === 'store_unreachable';
        if (!isAway || stopping.aborted) throw error;
        await sleep(awayMs, stopping);
      }
    }
  };
  return {
    lastEvent: () => untilThere(() => source.lastEvent()),
    onEvents: (listener) => source.onEvents(listener),
    events: (query, reach) => untilThere(() => source.events(query, reach)),
    tasksAt: (scope) => untilThere(() => source.tasksAt(scope)),
  };
}

function isHttp(response: Writable): response is ServerResponse {
  return response instanceof ServerResponse;
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
}
