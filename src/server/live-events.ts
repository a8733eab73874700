// The public live stream: server-sent events that resume without a gap or a duplicate. Each client has a cursor into the
// log and reads on from it whenever something was committed; a bell only says "look", so nothing can be missed.
// Written to the raw response: Hono's streaming helper costs 3–7 times as much per message (web.md §4.2).
import type { ServerResponse } from 'node:http';
import { isWithin } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { EventRecord } from '../domain/event.ts';
import type { EventQuery } from '../engine/engine.ts';
import { Bell } from '../lib/sleep.ts';
import { eventJson } from './present.ts';

export interface EventSource {
  events(query: EventQuery): Promise<readonly EventRecord[]>;
  onEvents(listener: (records: readonly EventRecord[]) => void): () => void;
}

const heartbeatMs = 15_000;
/** A client that does not read is cut off at this backlog; it comes back with its Last-Event-ID. */
const maxBacklogBytes = 1024 * 1024;
const pageSize = 500;
/** Between two looks whether a store that is away has come back. */
const awayMs = 1000;

/** Streams until the client goes or the signal aborts. */
export async function streamEvents(
  source: EventSource,
  query: EventQuery,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const bell = new Bell();
  const stopListening = source.onEvents((records) => {
    if (records.some((record) => concerns(record, query))) bell.ring();
  });
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    bell.ring();
  };
  response.once('close', close);
  signal.addEventListener('abort', close, { once: true });
  try {
    begin(response);
    let cursor = query.after ?? 0;
    while (isOpen) {
      const page = await pageAfter(source, { ...query, after: cursor, limit: pageSize });
      if (page === null) {
        await bell.next(awayMs);
        continue;
      }
      if (page.length > 0) response.write(page.map(format).join(''));
      cursor = page.at(-1)?.id ?? cursor;
      if (response.writableLength > maxBacklogBytes) break;
      if (page.length < pageSize && isOpen) await rest(bell, response);
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', close);
    response.end();
  }
}

/** Null while the store is away: a browser that is told so by the end of its stream would not come back. */
async function pageAfter(source: EventSource, query: EventQuery): Promise<readonly EventRecord[] | null> {
  try {
    return await source.events(query);
  } catch (error) {
    if (error instanceof AppError && error.code === 'store_unreachable') return null;
    throw error;
  }
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
}

async function rest(bell: Bell, response: ServerResponse): Promise<void> {
  const began = performance.now();
  await bell.next(heartbeatMs);
  if (performance.now() - began >= heartbeatMs - 50) response.write(': still here\n\n');
}

function concerns(record: EventRecord, query: EventQuery): boolean {
  if (!isWithin(query.reach ?? null, record.projectId)) return false;
  if (query.taskId !== undefined) return record.taskId === query.taskId;
  return query.projectId === undefined || record.projectId === query.projectId;
}

function format(record: EventRecord): string {
  const json = eventJson(record);
  // Without an `event:` line, so that a browser hears every one of them as `message`.
  return `id: ${json.id}\ndata: ${JSON.stringify(json)}\n\n`;
}
