// The thread of one task, as a window onto its log. The end is read first, so that opening it costs the same whatever its length;
// what is before and after the window comes when somebody scrolls there, and any time of the run can be jumped to. While the
// window is at the end, new events come through the live socket from exactly where the last page ended.
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { live } from '../data/live-socket.ts';
import { Folder } from './fold.ts';
import type { ThreadItem } from './item.ts';
import { KeptEvents } from './kept-events.ts';

const pageSize = 500;
/** Who scrolls a long way is not to wait at each page. */
const largePage = 2000;
/** So many events are kept of a thread that is followed; when there are twice as many, the older half is read again if need be. */
const followed = 2000;
/** After new events were drawn, the page rests so many times as long as that took: an agent that talks leaves it time to answer. */
const restTimes = 4;

export interface ThreadView {
  readonly items: readonly ThreadItem[];
  /** Whether the first item is the beginning of the task. */
  readonly isWhole: boolean;
  /** Whether the last item is the newest. */
  readonly isAtEnd: boolean;
  /** Which window it is, and the time that it was opened at; null = at its end. */
  readonly window: number;
  readonly openedAt: string | null;
  readonly error: unknown;
  readonly isLoading: boolean;
}

const loading: ThreadView = {
  items: [],
  isWhole: false,
  isAtEnd: true,
  window: 0,
  openedAt: null,
  error: null,
  isLoading: true,
};

export class ThreadLog {
  readonly #task: string;
  readonly #listeners = new Set<() => void>();
  #kept = new KeptEvents();
  #folder = new Folder();
  #view: ThreadView = loading;
  #stop: () => void = () => undefined;
  #underWay: Promise<boolean> | null = null;
  #isPlanned = false;
  #restUntil = 0;
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
    await this.#opening(async () => {
      const page = await this.#read({ before: Number.MAX_SAFE_INTEGER });
      return { page, isAtEnd: true, openedAt: null };
    });
  }

  /** Moves the window to a time: what was just before it, and what came then. */
  async openAt(time: string): Promise<void> {
    await this.#opening(async () => {
      const [first] = await this.#read({ since: time, limit: 1 });
      if (first === undefined) {
        const page = await this.#read({ before: Number.MAX_SAFE_INTEGER });
        return { page, isAtEnd: true, openedAt: null };
      }
      const [before, after] = await Promise.all([
        this.#read({ before: first.id }),
        this.#read({ after: first.id - 1 }),
      ]);
      return { page: [...before, ...after], isAtEnd: after.length < pageSize, openedAt: time };
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  /** Reads what was before the first that is shown. False when there was nothing to read. */
  async older(): Promise<boolean> {
    const { first } = this.#kept;
    if (this.#view.isWhole || first === undefined) return false;
    return this.#reading(async () => {
      const page = await this.#read({ before: first.id, limit: largePage });
      if (this.#kept.first?.id === first.id) this.#kept.prepend(page);
    });
  }

  /** Reads what came after the last that is shown, and follows the log when that is its end. */
  async newer(): Promise<boolean> {
    const kept = this.#kept;
    const { last } = kept;
    if (this.#view.isAtEnd || kept.first === undefined) return false;
    return this.#reading(async () => {
      const page = await this.#read({ after: last, limit: largePage });
      if (this.#kept !== kept || kept.last !== last) return;
      for (const event of page) kept.add(event);
      if (page.length < largePage) this.#follow();
    });
  }

  /** For who looks at the end of a log that grows for hours: what is far above is not kept. True when something was forgotten. */
  forget(): boolean {
    if (!this.#view.isAtEnd || this.#kept.all().length <= 2 * followed) return false;
    this.#kept.forgetAllBut(followed);
    this.#refold();
    return true;
  }

  async #opening(
    read: () => Promise<{
      readonly page: EventJson[];
      readonly isAtEnd: boolean;
      readonly openedAt: string | null;
    }>,
  ): Promise<void> {
    try {
      const { page, isAtEnd, openedAt } = await read();
      if (this.#isClosed) return;
      this.#stop();
      this.#kept = new KeptEvents();
      for (const event of page) this.#kept.add(event);
      this.#view = { ...this.#view, isAtEnd: false, openedAt, window: this.#view.window + 1 };
      if (isAtEnd) this.#follow();
      this.#refold();
    } catch (error) {
      this.#show({ ...this.#view, error, isLoading: false });
    }
  }

  /** One page at a time: who asks meanwhile waits for the one under way, and looks again. */
  async #reading(work: () => Promise<void>): Promise<boolean> {
    this.#underWay ??= this.#tried(work);
    try {
      return await this.#underWay;
    } finally {
      this.#underWay = null;
    }
  }

  async #tried(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      if (!this.#isClosed) this.#refold();
      return true;
    } catch (error) {
      this.#show({ ...this.#view, error });
      return false;
    }
  }

  /** New events are shown as they come, from the end of the window on. */
  #follow(): void {
    if (this.#isClosed) return;
    this.#view = { ...this.#view, isAtEnd: true };
    this.#stop();
    this.#stop = live.open(`task:${this.#task}`, { task: this.#task }, this.#kept.last, {
      onEvent: (event) => this.#take(event),
      onReset: () => void this.open(),
    });
  }

  async #read(part: {
    readonly before?: number;
    readonly after?: number;
    readonly since?: string;
    readonly limit?: number;
  }): Promise<EventJson[]> {
    const query = { task: this.#task, limit: pageSize, ...part };
    return (await call(endpoints.events, { query })).events;
  }

  #take(event: EventJson): void {
    this.#kept.add(event);
    this.#folder.add(event);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    // All of a frame are painted together. A page that nobody sees paints nothing, and then its last state.
    if (document.visibilityState !== 'visible') setTimeout(this.#paint, 1000);
    else
      setTimeout(() => requestAnimationFrame(this.#paint), Math.max(0, this.#restUntil - performance.now()));
  }

  readonly #paint = (): void => {
    const begin = performance.now();
    this.#isPlanned = false;
    this.#show(this.#current());
    // The next task comes when the frame is drawn.
    setTimeout(() => {
      const now = performance.now();
      this.#restUntil = now + (now - begin) * restTimes;
    });
  };

  #refold(): void {
    this.#folder = new Folder();
    for (const event of this.#kept.all()) this.#folder.add(event);
    this.#show(this.#current());
  }

  #current(): ThreadView {
    const isWhole = (this.#kept.first?.seq ?? 1) <= 1;
    return { ...this.#view, items: [...this.#folder.items], isWhole, error: null, isLoading: false };
  }

  #show(view: ThreadView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
