// The live stream of a web page: one WebSocket for each tab, because a browser opens at most six connections of server-sent
// events to one server, and the seventh tab would not load. What is sent is the same text/event-stream, from the same hub, with
// the same promises; only that several streams share one socket. Each message begins with a line that names its channel.
import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { contract } from '../api/contract.ts';
import { eventQuery } from '../api/event-schemas.ts';
import type { Actor } from '../domain/access.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../lib/log.ts';
import { Access } from './access.ts';
import { beginOf } from './event-routes.ts';
import { expiry, scopeOf, typesOf } from './event-scope.ts';
import { followNews } from './follow-news.ts';
import { refuseForeign } from './guard.ts';
import type { GuardOptions } from './guard.ts';
import type { Upgrade } from './listen.ts';
import { LiveEvents } from './live-events.ts';
import { readOrder } from './live-order.ts';
import type { LiveTickets } from './live-tickets.ts';
import { parse, readable } from './parse.ts';
import { errorJson, time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export interface LiveSocketOptions {
  readonly engine: Engine;
  readonly tickets: LiveTickets;
  readonly guard: GuardOptions;
  readonly log: Log;
  /** Aborts when the daemon goes down. */
  readonly stopping: AbortSignal;
}

const path = '/api/v1/live';
const longestMessage = 64 * 1024;
const mostChannels = 20;
const pingMs = 30_000;
/** What one channel may hold before its stream waits for the client. */
const channelBytes = 64 * 1024;

/** The ticket that opens a socket. */
export function liveRoutes(app: App, engine: Engine, tickets: LiveTickets): void {
  route(app, engine, contract.createLiveTicket, async ({ actor }) => {
    const { ticket, until } = tickets.create(actor);
    return { ticket, expires_at: time(until) };
  });
}

export function liveSocket(options: LiveSocketOptions): Upgrade {
  const { engine, stopping, log } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });
  const live = new LiveEvents(engine.log, stopping, log);
  return (request, socket, head) => {
    const actor = whoComes(options, request);
    if (typeof actor === 'string') return refuse(socket, actor);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      keepAlive(opened);
      serve(opened, actor, { ...options, live });
    });
  };
}

/** Who holds the ticket, or the status line of the refusal. */
function whoComes({ guard, tickets }: LiveSocketOptions, request: IncomingMessage): Actor | string {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== path) return '404 Not Found';
  const { host, origin } = request.headers;
  try {
    refuseForeign(guard, { host, origin, localAddress: request.socket.localAddress });
  } catch {
    return '421 Misdirected Request';
  }
  return tickets.redeem(url.searchParams.get('ticket') ?? '') ?? '401 Unauthorized';
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined); // it is gone, which is what we want
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

// A line that is cut says nothing by itself: who does not answer for a whole turn is gone.
function keepAlive(socket: WebSocket): void {
  let isThere = true;
  socket.on('pong', () => (isThere = true));
  const timer = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  socket.on('close', () => clearInterval(timer));
}

type Serving = LiveSocketOptions & { readonly live: LiveEvents };

function serve(socket: WebSocket, actor: Actor, options: Serving): void {
  const ended = new AbortController();
  const stop = options.engine.accounts.revocations.listen(actor, () => ended.abort());
  const signal = AbortSignal.any([options.stopping, ended.signal, ...expiry(actor, Date.now())]);
  signal.addEventListener('abort', () => socket.close(1001), { once: true });
  const channels = new Map<string, Channel>();
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    stop();
    ended.abort();
    for (const channel of channels.values()) channel.destroy();
  });
  socket.on('message', (data, isBinary) => {
    const order = isBinary ? null : readOrder(data);
    if (order === null) return socket.close(1008, 'not an order');
    channels.get(order.channel)?.destroy();
    channels.delete(order.channel);
    if (order.kind === 'close') return;
    if (channels.size >= mostChannels) return socket.close(1008, 'too many channels');
    const channel = new Channel(socket, order.channel);
    channels.set(order.channel, channel);
    void follow(channel, order.query, { actor, signal, options });
  });
}

async function follow(
  channel: Channel,
  query: unknown,
  { actor, signal, options }: { actor: Actor; signal: AbortSignal; options: Serving },
): Promise<void> {
  let unfollow = (): void => undefined;
  try {
    const wanted = parse(eventQuery, readable(query, 'query'), 'query');
    const access = new Access(options.engine, actor, 'task.read');
    const scope = await scopeOf(access, wanted);
    const types = typesOf(wanted.types);
    const after = await beginOf(options.engine, wanted);
    const isSnapshotWanted = wanted.snapshot !== undefined;
    const streaming = options.live.stream({ scope, types, after, isSnapshotWanted }, channel, signal);
    unfollow = followNews(options.engine, wanted, scope, { response: channel, log: options.log });
    await streaming;
  } catch (error) {
    channel.refuse(error, options.log);
  } finally {
    unfollow();
  }
}

/** One stream among those of a socket. */
class Channel extends Writable {
  readonly #socket: WebSocket;
  readonly #name: string;

  constructor(socket: WebSocket, name: string) {
    super({ highWaterMark: channelBytes });
    this.#socket = socket;
    this.#name = name;
    // A socket that closes while it is written to: its client comes back, and says where it was.
    this.on('error', () => undefined);
  }

  override _write(chunk: Buffer, _: string, done: (error?: Error | null) => void): void {
    this.#socket.send(`${this.#name}\n${chunk.toString()}`, done);
  }

  /** Says why there is nothing to follow. */
  refuse(error: unknown, log: Log): void {
    if (!(error instanceof AppError)) log.error({ error: messageOf(error) }, 'a channel could not be opened');
    const known =
      error instanceof AppError ? error : new AppError('internal', messageOf(error), { cause: error });
    this.end(`data: ${JSON.stringify({ type: 'refused', ...errorJson(known) })}\n\n`);
  }
}
