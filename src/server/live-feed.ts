// What was committed last, kept and serialised once for all who listen. A thousand streams that each read the log for every
// event would ask the store a hundred thousand times a second; from here they are served without asking it at all.
// Whoever is further behind than what is kept reads the log until they are back (live-client.ts), so nothing is ever lost.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import { matches } from '../domain/happening.ts';
import type { EventRecord } from '../domain/event.ts';
import type { ProjectId } from '../domain/ids.ts';
import { eventJson } from './present.ts';

/** What a stream is about. Everything that is given must fit. */
export interface LiveFilter {
  readonly taskIds?: readonly string[];
  readonly projectId?: ProjectId;
  /** Only what somebody can see. */
  readonly reach?: Reach;
  /** Names of happenings; see domain/happening.ts. */
  readonly types?: readonly string[];
}

export interface LiveSource {
  lastEvent(): Promise<number>;
  onEvents(listener: (records: readonly EventRecord[]) => void): () => void;
}

/** A stretch of the log, ready to be written. */
export interface Batch {
  /** Empty where nothing in it fits the filter. */
  readonly bytes: Buffer;
  /** Everything up to this id is in it. */
  readonly upTo: number;
}

/** One stream: told when there is something new, at most once in a while. */
export interface Listener {
  flush(): void;
  beat(): void;
}

const keptEvents = 4096;
const keptBytes = 8 * 1024 * 1024;
/** What is written at once to one stream; also what a stalled stream may hold of our memory. */
const batchBytes = 64 * 1024;
const mostBatches = 64;
/** Events within this time are written together: one packet instead of several, for each of a thousand streams. */
const gatherMs = 25;
const beatMs = 15_000;

interface Kept {
  readonly record: EventRecord;
  readonly bytes: Buffer;
}

export function formatEvent(record: EventRecord): Buffer {
  const json = eventJson(record);
  // Without an `event:` line, so that a browser hears every one of them as `message`.
  return Buffer.from(`id: ${json.id}\ndata: ${JSON.stringify(json)}\n\n`);
}

export function isWanted(record: EventRecord, filter: LiveFilter): boolean {
  if (!isWithin(filter.reach ?? null, record.projectId)) return false;
  if (filter.taskIds !== undefined && !filter.taskIds.includes(record.taskId)) return false;
  if (filter.projectId !== undefined && record.projectId !== filter.projectId) return false;
  return filter.types === undefined || matches(filter.types, record.body);
}

/** Listens to the store only while somebody listens to it. */
export class LiveFeed {
  readonly #source: LiveSource;
  #current: { readonly window: Window; readonly opened: Promise<void> } | null = null;
  readonly #listeners = new Set<Listener>();

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** How many streams are open. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Call `leave` at the end. */
  async join(listener: Listener): Promise<Window> {
    this.#listeners.add(listener);
    this.#current ??= this.#open();
    const { window, opened } = this.#current;
    await opened;
    return window;
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#current?.window.close();
    this.#current = null;
  }

  #open(): { readonly window: Window; readonly opened: Promise<void> } {
    const window = new Window(this.#source, this.#listeners);
    return { window, opened: window.open() };
  }
}

/** The newest part of the log, without a hole: every event after `#from` up to `newest`. */
export class Window {
  readonly #source: LiveSource;
  readonly #listeners: ReadonlySet<Listener>;
  #kept: Kept[] = [];
  #bytes = 0;
  #from = 0;
  #newest = 0;
  #flushed = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #stop: () => void = () => undefined;
  readonly #batches = new Map<string, Batch>();

  constructor(source: LiveSource, listeners: ReadonlySet<Listener>) {
    this.#source = source;
    this.#listeners = listeners;
  }

  /** The id of the newest event that can be read. */
  get newest(): number {
    return this.#newest;
  }

  async open(): Promise<void> {
    this.#stop = this.#source.onEvents((records) => this.#add(records));
    this.#beat = setInterval(() => {
      for (const listener of this.#listeners) listener.beat();
    }, beatMs);
    this.#beat.unref();
    const last = await this.#source.lastEvent();
    // What was told meanwhile has set both, and goes on without a hole from there.
    if (this.#newest > 0) return;
    this.#from = last;
    this.#newest = last;
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
  }

  /** The next stretch after `cursor`; null when that is no longer kept, and the log must be read. */
  next(cursor: number, filter: LiveFilter, filterKey: string): Batch | null {
    if (cursor < this.#from) return null;
    // Those who are up to date all have the same cursor: of each filter it is put together once.
    const key = `${cursor} ${filterKey}`;
    const known = this.#batches.get(key);
    if (known !== undefined) return known;
    const batch = this.#gather(cursor, filter);
    if (this.#batches.size >= mostBatches) this.#batches.clear();
    this.#batches.set(key, batch);
    return batch;
  }

  #gather(cursor: number, filter: LiveFilter): Batch {
    const chunks: Buffer[] = [];
    let size = 0;
    let upTo = Math.max(cursor, this.#from);
    for (let index = this.#indexAfter(cursor); index < this.#kept.length; index += 1) {
      const one = this.#kept[index];
      if (one === undefined || size >= batchBytes) break;
      upTo = one.record.id;
      if (!isWanted(one.record, filter)) continue;
      chunks.push(one.bytes);
      size += one.bytes.length;
    }
    return { bytes: chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks), upTo };
  }

  // Ids rise, nearly always by one; nearly always only the last few are asked for.
  #indexAfter(cursor: number): number {
    let index = this.#kept.length;
    while (index > 0 && (this.#kept[index - 1]?.record.id ?? 0) > cursor) index -= 1;
    return index;
  }

  #add(told: readonly EventRecord[]): void {
    // Where several processes write, the end of the log that was read first may be ahead of what is told.
    const records = told.filter((record) => record.id > this.#newest);
    const [first] = records;
    if (first === undefined) return;
    if (this.#newest === 0) this.#from = first.id - 1;
    for (const record of records) {
      const bytes = formatEvent(record);
      this.#kept.push({ record, bytes });
      this.#bytes += bytes.length;
      this.#newest = record.id;
    }
    this.#forget();
    this.#batches.clear();
    // The first after a pause goes out at once.
    this.#timer ??= setTimeout(
      () => this.#flush(),
      Math.max(0, this.#flushed + gatherMs - performance.now()),
    );
  }

  #forget(): void {
    let count = 0;
    for (const one of this.#kept) {
      if (this.#kept.length - count <= keptEvents && this.#bytes <= keptBytes) break;
      this.#bytes -= one.bytes.length;
      this.#from = one.record.id;
      count += 1;
    }
    if (count > 0) this.#kept = this.#kept.slice(count);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#flushed = performance.now();
    for (const listener of this.#listeners) listener.flush();
    this.#batches.clear();
  }
}
