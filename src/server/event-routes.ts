// The event log over HTTP: one page of JSON, or the live stream, by what the client accepts.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { endpoints } from '../api/endpoints.ts';
import { eventQuery } from '../api/event-schemas.ts';
import type { Actor } from '../domain/access.ts';
import type { Engine } from '../engine/engine.ts';
import type { EventQuery } from '../engine/engine.ts';
import type { Access } from './access.ts';
import { streamEvents } from './live-events.ts';
import type { EventSource } from './live-events.ts';
import { eventJson } from './present.ts';
import { accessOf, parse } from './route.ts';
import type { App } from './route.ts';

const defaultPage = 1000;
const longestTimerMs = 2 ** 31 - 1;

export function eventRoutes(app: App, engine: Engine, stopping: AbortSignal): void {
  app.get(endpoints.events.path, async (context) => {
    const access = accessOf(engine, endpoints.events, context);
    const wanted = parse(eventQuery, context.req.query(), 'query') ?? {};
    const query = await queryOf(access, wanted);
    const { reach } = access;
    if (!(context.req.header('accept') ?? '').includes('text/event-stream')) {
      const events = await engine.events({ ...query, limit: wanted.limit ?? defaultPage }, reach);
      return context.json({
        events: events.map(eventJson),
        next_after: events.at(-1)?.id ?? wanted.after ?? 0,
      });
    }
    const last = Number(context.req.header('last-event-id'));
    const after = Number.isInteger(last) && last > 0 ? last : (query.after ?? 0);
    const source: EventSource = {
      events: (asked) => engine.events(asked, reach),
      onEvents: (listener) => engine.onEvents(listener),
    };
    const ended = new AbortController();
    const stop = engine.accounts.revocations.listen(access.actor, () => ended.abort());
    const expires = expiry(access.actor, Date.now());
    try {
      await streamEvents(
        source,
        { ...query, reach, after },
        context.env.outgoing,
        AbortSignal.any([stopping, ended.signal, ...expires]),
      );
    } finally {
      stop();
    }
    return RESPONSE_ALREADY_SENT;
  });
}

/** A session that is over ends its streams. Later than a timer can be set, the next connection is asked anyway. */
function expiry({ expiresAt }: Actor, now: number): readonly AbortSignal[] {
  if (expiresAt === null || expiresAt - now > longestTimerMs) return [];
  return [AbortSignal.timeout(Math.max(0, expiresAt - now))];
}

async function queryOf(
  access: Access,
  wanted: {
    readonly task?: string | undefined;
    readonly project?: string | undefined;
    readonly after?: number | undefined;
  },
): Promise<EventQuery> {
  const after = wanted.after === undefined ? {} : { after: wanted.after };
  if (wanted.task !== undefined)
    return { ...after, taskId: (await access.task(wanted.task, wanted.project)).id };
  if (wanted.project !== undefined)
    return { ...after, projectId: (await access.project(wanted.project)).project.id };
  return after;
}
