// The thread of one task: its end is read first, so that opening it costs the same whatever its length; older events come when
// somebody scrolls up to them, new ones through the live socket from exactly where the first page ended.
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { live } from '../data/live-socket.ts';
import { Folder } from './fold.ts';
import type { ThreadItem } from './item.ts';

const pageSize = 500;

export interface ThreadView {
  readonly items: readonly ThreadItem[];
  /** Whether the first item is the beginning of the task. */
  readonly isWhole: boolean;
  readonly error: unknown;
  readonly isLoading: boolean;
}

const loading: ThreadView = { items: [], isWhole: false, error: null, isLoading: true };

export class ThreadLog {
  readonly #task: string;
  readonly #listeners = new Set<() => void>();
  #events: EventJson[] = [];
  #folder = new Folder();
  #view: ThreadView = loading;
  #stop: () => void = () => undefined;
  #isReading = false;
  #isPlanned = false;
  #isClosed = false;

  constructor(task: string) {
    this.#task = task;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get = (): ThreadView => this.#view;

  /** Reads the end and follows the log from there. */
  async open(): Promise<void> {
    this.#isClosed = false;
    try {
      const page = await this.#read(Number.MAX_SAFE_INTEGER);
      if (this.#isClosed) return;
      this.#events = page;
      this.#refold();
      const after = page.at(-1)?.id ?? 0;
      this.#stop();
      this.#stop = live.open(`task:${this.#task}`, { task: this.#task }, after, {
        onEvent: (event) => this.#take(event),
        onReset: () => void this.open(),
      });
    } catch (error) {
      this.#show({ ...this.#view, error, isLoading: false });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  /** Reads what was before the first that is shown. */
  async older(): Promise<void> {
    const [first] = this.#events;
    if (this.#isReading || this.#view.isWhole || first === undefined) return;
    this.#isReading = true;
    try {
      const page = await this.#read(first.id);
      this.#events = [...page, ...this.#events];
      this.#refold();
    } catch (error) {
      this.#show({ ...this.#view, error });
    } finally {
      this.#isReading = false;
    }
  }

  async #read(before: number): Promise<EventJson[]> {
    const query = { task: this.#task, before, limit: pageSize };
    return (await call(endpoints.events, { query })).events;
  }

  #take(event: EventJson): void {
    this.#events.push(event);
    this.#folder.add(event);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    // All of a frame are painted together. A page that nobody sees paints nothing, and then its last state.
    const paint = (): void => {
      this.#isPlanned = false;
      this.#show(this.#current());
    };
    if (document.visibilityState === 'visible') requestAnimationFrame(paint);
    else setTimeout(paint, 1000);
  }

  #refold(): void {
    this.#folder = new Folder();
    for (const event of this.#events) this.#folder.add(event);
    this.#show(this.#current());
  }

  #current(): ThreadView {
    const isWhole = (this.#events[0]?.seq ?? 1) <= 1;
    return { items: [...this.#folder.items], isWhole, error: null, isLoading: false };
  }

  #show(view: ThreadView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
