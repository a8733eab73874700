// The event log over HTTP: one page of JSON, or the live stream, by what the client accepts.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { z } from 'zod';
import { contract } from '../api/contract.ts';
import type * as schemas from '../api/event-schemas.ts';
import type { Actor } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { matches, unknownPatterns } from '../domain/happening.ts';
import type { Engine, EventQuery } from '../engine/engine.ts';
import type { Log } from '../lib/log.ts';
import type { Access } from './access.ts';
import { cursorOf, readNumbers } from './cursor.ts';
import { LiveEvents } from './live-events.ts';
import { eventJson } from './present.ts';
import { callOf } from './route.ts';
import type { App } from './route.ts';
import { longestTimerMs } from '../domain/moment.ts';

type Wanted = z.output<typeof schemas.eventQuery>;
type Scope = Pick<EventQuery, 'taskIds' | 'projectId' | 'reach'>;

const defaultPage = 1000;
/** One answer looks through at most so many events for those of the types that are wanted. */
const mostRead = 20_000;
const mostTasks = 100;

export function eventRoutes(app: App, engine: Engine, stopping: AbortSignal, log: Log): void {
  const live = new LiveEvents(engine, stopping, log);
  const operation = contract.events;
  app.on(operation.method, operation.path, async (context) => {
    const { access, query: wanted } = await callOf(engine, operation, context);
    const scope = await scopeOf(access, wanted);
    const types = typesOf(wanted.types);
    if (!(context.req.header('accept') ?? '').includes('text/event-stream'))
      return context.json(
        await page(engine, { ...scope, after: await pageBeginOf(engine, wanted) }, wanted.limit, types),
      );
    const last = lastEventId(context.req.header('last-event-id'));
    const after = last ?? (await beginOf(engine, wanted));
    const ended = new AbortController();
    const stop = engine.accounts.revocations.listen(access.actor, () => ended.abort());
    try {
      await live.stream(
        // Who comes back has the picture already, and a browser comes back to the same address.
        { scope, types, after, isSnapshotWanted: wanted.snapshot !== undefined && last === undefined },
        context.env.outgoing,
        AbortSignal.any([stopping, ended.signal, ...expiry(access.actor, Date.now())]),
      );
    } finally {
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
    const records = await engine.events({ ...query, after, limit: size }, query.reach ?? null);
    for (const record of records) {
      if (events.length === limit) return ended(false);
      after = record.id;
      if (types === undefined || matches(types, record.body)) events.push(eventJson(record));
    }
    if (records.length < size) return ended(true);
  }
  return ended(false);
}

async function pageBeginOf(engine: Engine, wanted: Wanted): Promise<number> {
  const begin = await beginOf(engine, wanted);
  const [seen = 0] = wanted.cursor === undefined ? [] : readNumbers('events', wanted.cursor);
  return Math.max(begin, seen);
}

function lastEventId(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

async function beginOf(engine: Engine, wanted: Wanted): Promise<number> {
  if (wanted.after !== undefined) return wanted.after;
  return wanted.since === undefined ? 0 : engine.positionAt(Date.parse(wanted.since));
}

/** A session that is over ends its streams. Later than a timer can be set, the next connection is asked anyway. */
function expiry({ expiresAt }: Actor, now: number): readonly AbortSignal[] {
  if (expiresAt === null || expiresAt - now > longestTimerMs) return [];
  return [AbortSignal.timeout(Math.max(0, expiresAt - now))];
}

async function scopeOf(access: Access, wanted: Wanted): Promise<Scope> {
  const { reach } = access;
  if (wanted.task !== undefined) {
    const refs = wanted.task.split(',').filter((ref) => ref !== '');
    if (refs.length > mostTasks)
      throw new AppError('invalid_input', `${refs.length} tasks are named; ${mostTasks} at most.`, {
        next: 'Ask for the project instead.',
      });
    const tasks = await Promise.all(refs.map((ref) => access.task(ref, wanted.project)));
    return { reach, taskIds: tasks.map((task) => task.id) };
  }
  if (wanted.project === undefined) return { reach };
  return { reach, projectId: (await access.project(wanted.project)).project.id };
}

function typesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const types = text.split(',').map((word) => word.trim());
  const [unknown] = unknownPatterns(types);
  if (unknown === undefined) return types;
  throw new AppError('invalid_input', `No event is called “${unknown}”.`, {
    next: 'Use names such as task.ready or agent.message, or a group: task.*',
  });
}
