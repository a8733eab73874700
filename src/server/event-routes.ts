// The event log over HTTP: one page of JSON, or the live stream, by what the client accepts.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { endpoints } from '../api/endpoints.ts';
import { eventQuery } from '../api/event-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import type { EventQuery } from '../engine/engine.ts';
import { streamEvents } from './live-events.ts';
import { eventJson } from './present.ts';
import { parse } from './route.ts';
import type { App } from './route.ts';

const defaultPage = 1000;

export function eventRoutes(app: App, engine: Engine, stopping: AbortSignal): void {
  app.get(endpoints.events.path, async (context) => {
    const wanted = parse(eventQuery, context.req.query(), 'query') ?? {};
    const query = await queryOf(engine, wanted);
    if (!(context.req.header('accept') ?? '').includes('text/event-stream')) {
      const events = await engine.events({ ...query, limit: wanted.limit ?? defaultPage });
      return context.json({
        events: events.map(eventJson),
        next_after: events.at(-1)?.id ?? wanted.after ?? 0,
      });
    }
    const last = Number(context.req.header('last-event-id'));
    const after = Number.isInteger(last) && last > 0 ? last : (query.after ?? 0);
    await streamEvents(engine, { ...query, after }, context.env.outgoing, stopping);
    return RESPONSE_ALREADY_SENT;
  });
}

async function queryOf(
  engine: Engine,
  wanted: {
    readonly task?: string | undefined;
    readonly project?: string | undefined;
    readonly after?: number | undefined;
  },
): Promise<EventQuery> {
  const after = wanted.after === undefined ? {} : { after: wanted.after };
  if (wanted.task !== undefined)
    return { ...after, taskId: (await engine.task(wanted.task, wanted.project)).id };
  if (wanted.project !== undefined)
    return { ...after, projectId: (await engine.project(wanted.project)).project.id };
  return after;
}
