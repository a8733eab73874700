// The typed client of /api/v1 for Node: any call of the endpoint table, and the live event stream.
import type { IncomingMessage } from 'node:http';
import type { Endpoint } from './endpoints.ts';
import { answerOf, pathOf, queryOf } from './address.ts';
import { errorOf } from './errors.ts';
import { streamEvents } from './events.ts';
import type { StreamOptions } from './events.ts';
import { open, readText } from './request.ts';
import type { Connection, Outgoing, Place } from './request.ts';
import type { EventJson, EventQueryJson } from './schemas.ts';

export type CallInput<Query extends object, Body> = {
  /** The values of the `:names` in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: NoInfer<Query>;
  readonly signal?: AbortSignal;
  /** How long the daemon may be silent. Default 60 s; 0 = as long as it takes. */
  readonly timeoutMs?: number;
  readonly headers?: CallHeaders;
} & (undefined extends Body ? { readonly body?: NoInfer<Body> } : { readonly body: NoInfer<Body> });

export interface CallHeaders {
  /** Of a POST: sent again with the same key, it is not done again. */
  readonly 'idempotency-key'?: string;
  /** Of a change of a task: the version that was read. It is refused when the task has another now. */
  readonly 'if-match'?: string;
}

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

/** What a call is made with, whatever call it is. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly headers?: CallHeaders;
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
