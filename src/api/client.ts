// The typed client of /api/v1 for Node: any call of the endpoint table, and the live event stream.
import type { IncomingMessage } from 'node:http';
import type { AnyInput, CallInput } from './call-input.ts';
import type { Endpoint } from './endpoints.ts';
import { answerOf, pathOf, queryOf } from './address.ts';
import { errorOf } from './errors.ts';
import { streamEvents } from './events.ts';
import type { StreamOptions } from './events.ts';
import { open, readText } from './request.ts';
import type { Connection, Outgoing, Place } from './request.ts';
import type { EventJson, EventQueryJson } from './schemas.ts';

export interface Client {
  readonly url: string;
  /** Throws the AppError that the daemon answered with, or `daemon_unreachable`. */
  call<Query extends object, Body, Response>(
    endpoint: Endpoint<Query, Body, Response>,
    ...input: undefined extends Body ? [CallInput<Query, Body>?] : [CallInput<Query, Body>]
  ): Promise<Response>;
  /** A request that is no call of the table; see `open` of request.ts. */
  open(outgoing: Outgoing): Promise<IncomingMessage>;
  /** See streamEvents. */
  events(query: EventQueryJson, signal: AbortSignal, options?: StreamOptions): AsyncIterable<EventJson>;
}

/** Told with each answer which version the daemon has. */
export type OnVersion = (version: string) => void;

/** `relocate` tells the new address of a daemon that was restarted; null while there is none. */
export function connect(
  first: Connection,
  relocate?: () => Promise<Connection | null>,
  onVersion: OnVersion = () => undefined,
): Client {
  let connection = first;
  const place: Place = {
    current: () => connection,
    lookAgain: async () => void (connection = (await relocate?.()) ?? connection),
  };
  return {
    url: first.url,
    call: (endpoint, ...[input]) => call(connection, endpoint, input ?? {}, onVersion),
    open: (outgoing) => open(connection, outgoing),
    events: (query, signal, options) => streamEvents(place, query, signal, options),
  };
}

async function call<Query extends object, Body, Response>(
  connection: Connection,
  endpoint: Endpoint<Query, Body, Response>,
  input: AnyInput,
  onVersion: OnVersion,
): Promise<Response> {
  const response = await open(connection, {
    method: endpoint.method,
    path: pathOf(endpoint.path, input.params ?? {}) + queryOf(input.query ?? {}),
    body: input.body,
    timeoutMs: input.timeoutMs ?? 60_000,
    signal: input.signal,
    headers: { ...input.headers },
  });
  const version = response.headers['x-tasklane-version'];
  if (typeof version === 'string') onVersion(version);
  const text = await readText(response, connection);
  const status = response.statusCode ?? 0;
  if (status >= 400) throw errorOf(status, text, connection.url);
  // The server has checked what it sends against the same table; the types are only claimed here.
  return answerOf(status, response.headers['content-type'], text, connection.url) as Response;
}
