// The event log over HTTP: one page of JSON, or the live stream, by what the client accepts.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { contract } from '../api/contract.ts';
import type * as schemas from '../api/event-schemas.ts';
import { AppError } from '../domain/errors.ts';
import { matches } from '../domain/happening.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../lib/log.ts';
import { cursorOf, readNumbers } from './cursor.ts';
import { expiry, scopeOf, typesOf } from './event-scope.ts';
import type { Scope, Wanted } from './event-scope.ts';
import { followNews } from './follow-news.ts';
import { LiveEvents } from './live-events.ts';
import { eventJson } from './present.ts';
import { callOf } from './route.ts';
import type { App } from './route.ts';

const defaultPage = 1000;
/** One answer looks through at most so many events for those of the types that are wanted. */
const mostRead = 20_000;

export function eventRoutes(app: App, engine: Engine, stopping: AbortSignal, log: Log): void {
  const live = new LiveEvents(engine.log, stopping, log);
  const operation = contract.events;
  app.on(operation.method, operation.path, async (context) => {
    const { access, query: wanted } = await callOf(engine, operation, context);
    const scope = await scopeOf(access, wanted);
    const types = typesOf(wanted.types);
    if (!(context.req.header('accept') ?? '').includes('text/event-stream')) {
      if (wanted.before !== undefined) return context.json(await lastPage(engine, scope, wanted));
      return context.json(
        await page(engine, { ...scope, after: await pageBeginOf(engine, wanted) }, wanted.limit, types),
      );
    }
    const last = lastEventId(context.req.header('last-event-id'));
    const after = last ?? (await beginOf(engine, wanted));
    const ended = new AbortController();
    const stop = engine.accounts.revocations.listen(access.actor, () => ended.abort());
    let unfollow = (): void => undefined;
    try {
      const streaming = live.stream(
        // Who comes back has the picture already, and a browser comes back to the same address.
        { scope, types, after, isSnapshotWanted: wanted.snapshot !== undefined && last === undefined },
        context.env.outgoing,
        AbortSignal.any([stopping, ended.signal, ...expiry(access.actor, Date.now())]),
      );
      unfollow = followNews(engine, wanted, scope, { response: context.env.outgoing, log });
      await streaming;
    } finally {
      unfollow();
      stop();
    }
    return RESPONSE_ALREADY_SENT;
  });
}

async function page(
  engine: Engine,
  query: Scope & { readonly after: number },
  limit = defaultPage,
  types?: readonly string[],
): Promise<schemas.EventListJson> {
  const events: schemas.EventJson[] = [];
  let { after } = query;
  const ended = (isLast: boolean): schemas.EventListJson => ({
    events,
    next_after: after,
    next_cursor: isLast ? null : cursorOf('events', after),
  });
  // One more than is wanted: whether there is a next page is known with this one.
  const size = types === undefined ? limit + 1 : defaultPage;
  for (let read = 0; read < mostRead; read += size) {
    const records = await engine.log.events({ ...query, after, limit: size }, query.reach ?? null);
    for (const record of records) {
      if (events.length === limit) return ended(false);
      after = record.id;
      if (types === undefined || matches(types, record.body)) events.push(eventJson(record));
    }
    if (records.length < size) return ended(true);
  }
  return ended(false);
}

/** The end of what is before an event: a thread is read from there, whatever its length. */
async function lastPage(engine: Engine, scope: Scope, wanted: Wanted): Promise<schemas.EventListJson> {
  const { before, limit = defaultPage } = wanted;
  const [taskId, second] = scope.taskIds ?? [];
  if (taskId === undefined || second !== undefined || wanted.types !== undefined || before === undefined)
    throw new AppError('invalid_input', '`before` is for the whole log of one task.', {
      next: 'Name one task, and no types.',
    });
  const query = { taskId, before, limit, newest: true };
  const records = await engine.log.events(query, scope.reach ?? null);
  return {
    events: records.map(eventJson),
    next_after: records.at(-1)?.id ?? 0,
    next_cursor: null,
  };
}

async function pageBeginOf(engine: Engine, wanted: Wanted): Promise<number> {
  const begin = await beginOf(engine, wanted);
  const [seen = 0] = wanted.cursor === undefined ? [] : readNumbers('events', wanted.cursor);
  return Math.max(begin, seen);
}

function lastEventId(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

export async function beginOf(engine: Engine, wanted: Wanted): Promise<number> {
  if (wanted.after !== undefined) return wanted.after;
  return wanted.since === undefined ? 0 : engine.log.positionAt(Date.parse(wanted.since));
}
