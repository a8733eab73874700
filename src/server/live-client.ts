// One live stream. As long as its client reads, it is written to directly from what is kept of the log (live-feed.ts). One
// that reads slowly is not written to until it has taken what it was given, and then goes on from its own place in the log:
// nothing is dropped for it, and it never holds more of our memory than one batch. One that does not read at all is closed,
// and comes back with its Last-Event-ID.
import type { Writable } from 'node:stream';
import type { EventRecord } from '../domain/event.ts';
import { Bell } from '../lib/sleep.ts';
import { formatEvent, isWanted } from './live-feed.ts';
import type { Batch, LiveFeed, LiveFilter, Listener, Window } from './live-feed.ts';
import { longestTimerMs } from '../domain/moment.ts';

/** Reads the log: in order, everything of the tasks or the project, whatever its type. */
export type ReadLog = (after: number, limit: number) => Promise<readonly EventRecord[]>;

export interface LiveClientOptions {
  readonly feed: LiveFeed;
  readonly filter: LiveFilter;
  readonly read: ReadLog;
  /** Where it is written: an HTTP response, or a channel of a socket (live-socket.ts). */
  readonly response: Writable;
  /** Aborts when the daemon goes down. */
  readonly signal: AbortSignal;
  /** How long a client may take nothing of what it was given. */
  readonly stallMs: number;
  readonly onStalled: () => void;
}

const pageSize = 200;

export class LiveClient implements Listener {
  readonly #options: LiveClientOptions;
  readonly #filterKey: string;
  readonly #bell = new Bell();
  #window: Window | undefined;
  #cursor = 0;
  /** Up to date, and its client takes what it is given: `flush` may write. */
  #isLive = false;
  #isOpen = true;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#filterKey = JSON.stringify(options.filter);
  }

  /**
   * Writes every event after `position(newest)` that fits, until the client goes, does not read, or the signal aborts.
   * `position` is asked once the feed listens, so that nothing falls between what it does and the first event; it may
   * write by itself, through `send`.
   */
  async run(
    position: (newest: number, send: (bytes: Buffer) => Promise<void>) => Promise<number>,
  ): Promise<void> {
    const { feed, response, signal } = this.#options;
    const close = (): void => {
      this.#isOpen = false;
      this.#isLive = false;
      this.#bell.ring();
    };
    response.once('close', close);
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted || response.destroyed) close();
    try {
      const window = await feed.join(this);
      this.#window = window;
      this.#cursor = await position(window.newest, (bytes) => this.#send(bytes));
      while (this.#isOpen) await this.#step(window);
    } finally {
      feed.leave(this);
      signal.removeEventListener('abort', close);
      response.end();
    }
  }

  flush(): void {
    if (!this.#isLive || this.#window === undefined) return;
    const batch = this.#window.next(this.#cursor, this.#options.filter, this.#filterKey);
    const isDone = batch !== null && this.#write(batch) && batch.upTo >= this.#window.newest;
    if (isDone) return;
    this.#isLive = false;
    this.#bell.ring();
  }

  beat(): void {
    if (this.#isLive) this.#options.response.write(': still here\n\n');
  }

  async #step(window: Window): Promise<void> {
    const { response } = this.#options;
    if (response.writableNeedDrain) return this.#drained();
    const batch = window.next(this.#cursor, this.#options.filter, this.#filterKey);
    if (batch === null) return this.#readLog(window);
    if (!this.#write(batch) || batch.upTo < window.newest) return;
    this.#isLive = true;
    await this.#bell.next(longestTimerMs);
  }

  #write(batch: Batch): boolean {
    this.#cursor = batch.upTo;
    return batch.bytes.length === 0 || this.#options.response.write(batch.bytes);
  }

  async #readLog(window: Window): Promise<void> {
    // All up to here can be read; what does not come then does not fit, and need not be looked at again.
    const { newest } = window;
    const page = await this.#options.read(this.#cursor, pageSize);
    for (const record of page) {
      if (!this.#isOpen) return;
      if (isWanted(record, this.#options.filter)) await this.#send(formatEvent(record));
      this.#cursor = record.id;
    }
    if (page.length < pageSize) this.#cursor = Math.max(this.#cursor, newest);
  }

  async #send(bytes: Buffer): Promise<void> {
    if (this.#isOpen && !this.#options.response.write(bytes)) await this.#drained();
  }

  /** Resolves when the client has taken all it was given, or is gone. */
  async #drained(): Promise<void> {
    const { response, stallMs, onStalled } = this.#options;
    const taken = (): void => this.#bell.ring();
    const began = performance.now();
    response.on('drain', taken);
    try {
      while (this.#isOpen && response.writableNeedDrain) {
        const left = stallMs - (performance.now() - began);
        if (left <= 0) {
          onStalled();
          response.destroy();
          this.#isOpen = false;
          return;
        }
        await this.#bell.next(left);
      }
    } finally {
      response.off('drain', taken);
    }
  }
}
