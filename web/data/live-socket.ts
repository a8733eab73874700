// The one live connection of a tab. Channels are streams of events that go on behind the last event they gave out, whatever
// happens to the socket: nothing is missed and nothing comes twice. What it says of itself is what is so.
import { endpoints } from '../../src/api/endpoints.ts';
import type { FollowingJson } from '../../src/api/event-schemas.ts';
import type { RequestNewsJson } from '../../src/api/request-schemas.ts';
import type { ScheduleNewsJson } from '../../src/api/schedule-schemas.ts';
import type { ProjectNewsJson } from '../../src/api/project-schemas.ts';
import type { ErrorBody, EventJson } from '../../src/api/schemas.ts';
import { SseParser } from '../../src/api/sse.ts';
import { call } from './call.ts';

export interface ChannelHandlers {
  readonly onEvent: (event: EventJson) => void;
  /** The log is another one than that of our position: everything is to be read anew. Answers where to go on. */
  readonly onReset: () => void;
  /** What the channel was asked to tell beside the log. It has no place in it: after a break, what is told first says how it is. */
  readonly onNews?: (news: News) => void;
  /** The daemon does not let us follow it, or it is gone. */
  readonly onRefused?: (error: ErrorBody['error']) => void;
}

export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** When the next try is: milliseconds since 1970. */
  | { readonly kind: 'lost'; readonly retryAt: number; readonly since: number };

interface Channel {
  readonly query: Readonly<Record<string, string>>;
  readonly handlers: ChannelHandlers;
  after: number;
  parser: SseParser;
}

export type News = RequestNewsJson | ScheduleNewsJson | ProjectNewsJson | FollowingJson;

type Message =
  | EventJson
  | News
  | { readonly type: 'reset'; readonly id: number }
  | { readonly type: 'refused'; readonly error: ErrorBody['error'] };

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
const handshakeMs = 10_000;
/** The server says something every 15 s on each channel. */
const silenceMs = 40_000;

class LiveSocket {
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<() => void>();
  #socket: WebSocket | null = null;
  #state: LiveState = { kind: 'connecting' };
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;

  get state(): LiveState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    window.addEventListener('online', this.#now);
    window.addEventListener('offline', this.#whenCut);
    document.addEventListener('visibilitychange', this.#whenSeen);
    void this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    window.removeEventListener('online', this.#now);
    window.removeEventListener('offline', this.#whenCut);
    document.removeEventListener('visibilitychange', this.#whenSeen);
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Follows the log behind `after`. Returns how to stop. */
  open(
    name: string,
    query: Readonly<Record<string, string>>,
    after: number,
    handlers: ChannelHandlers,
  ): () => void {
    const channel: Channel = { query, handlers, after, parser: new SseParser() };
    this.#channels.set(name, channel);
    this.#order(name, channel);
    return () => {
      if (this.#channels.get(name) !== channel) return;
      this.#channels.delete(name);
      if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ close: name }));
    };
  }

  /** Does not wait for the next try. */
  retryNow(): void {
    this.#now();
  }

  readonly #now = (): void => {
    if (this.#state.kind !== 'lost') return;
    clearTimeout(this.#timer);
    this.#tries = 0;
    void this.#connect();
  };

  // A socket whose network is gone says nothing of it; the next sign of life would be missed only after a while.
  readonly #whenCut = (): void => {
    const socket = this.#socket;
    if (this.#state.kind !== 'lost') this.#lose();
    socket?.close();
  };

  readonly #whenSeen = (): void => {
    if (document.visibilityState === 'visible') this.#now();
  };

  async #connect(): Promise<void> {
    try {
      const { ticket } = await call(endpoints.createLiveTicket, { timeoutMs: handshakeMs });
      if (this.#isStopped) return;
      const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
      this.#use(new WebSocket(`${scheme}://${location.host}/api/v1/live?ticket=${ticket}`));
    } catch {
      this.#lose(); // whatever it was, the next try tells; who was signed out is led to the sign-in by the call
    }
  }

  #use(socket: WebSocket): void {
    this.#socket = socket;
    const isCurrent = (): boolean => this.#socket === socket;
    // A browser does handshakes one after the other: one that hangs would keep all others from connecting.
    this.#watch(handshakeMs);
    socket.addEventListener('open', () => {
      if (!isCurrent()) return;
      this.#tries = 0;
      for (const [name, channel] of this.#channels) this.#order(name, channel);
      this.#set({ kind: 'live' });
      this.#watch(silenceMs);
    });
    socket.addEventListener('message', ({ data }) => {
      if (!isCurrent()) return;
      this.#watch(silenceMs);
      this.#read(String(data));
    });
    socket.addEventListener('close', () => {
      if (isCurrent()) this.#lose();
    });
  }

  #order(name: string, channel: Channel): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    // What was cut in the middle comes again as a whole.
    channel.parser = new SseParser();
    this.#socket.send(JSON.stringify({ open: name, query: { ...channel.query, after: channel.after } }));
  }

  #read(text: string): void {
    const end = text.indexOf('\n');
    const channel = this.#channels.get(text.slice(0, end));
    if (channel === undefined) return;
    for (const data of channel.parser.feed(text.slice(end + 1)))
      this.#take(channel, JSON.parse(data) as Message);
  }

  #take(channel: Channel, message: Message): void {
    if (isReset(message)) {
      channel.after = message.id;
      channel.handlers.onReset();
    } else if (isNews(message)) channel.handlers.onNews?.(message);
    else if (isRefusal(message)) channel.handlers.onRefused?.(message.error);
    else if (message.id > channel.after) {
      channel.after = message.id;
      channel.handlers.onEvent(message);
    }
  }

  #watch(ms: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const socket = this.#socket;
      this.#lose();
      socket?.close();
    }, ms);
  }

  #lose(): void {
    clearTimeout(this.#watchdog);
    this.#socket = null;
    if (this.#isStopped) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    const since = this.#state.kind === 'lost' ? this.#state.since : Date.now();
    this.#set({ kind: 'lost', retryAt: Date.now() + wait, since });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #set(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

// The type of an event has a dot in it.
function isReset(message: Message): message is Extract<Message, { type: 'reset' }> {
  return message.type === 'reset';
}

const newsTypes: ReadonlySet<string> = new Set([
  'request',
  'schedule',
  'project',
  'following',
] satisfies News['type'][]);

function isNews(message: Message): message is News {
  return newsTypes.has(message.type);
}

function isRefusal(message: Message): message is Extract<Message, { type: 'refused' }> {
  return message.type === 'refused';
}

export const live = new LiveSocket();
