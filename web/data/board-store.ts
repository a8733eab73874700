// The board as it is now: read once, then kept up to date by the live log. An event says which task changed; its card is then
// read again, several together, so that what is shown is always the server's own word and never a guess of ours.
import type { BoardJson, CardJson } from '../../src/api/board-schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import { call } from './call.ts';
import { seeServerTime } from './clock.ts';
import { KeyedStore } from './keyed-store.ts';
import { live } from './live-socket.ts';
import { readSettingsAgain } from './queries.ts';

const gatherMs = 40;
const mostAtOnce = 200;
/** Why the others wait changes with every start and end; read again, but not for each of many. */
const holdsMs = 400;

export type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: unknown };

class BoardStore {
  readonly cards = new KeyedStore<CardJson>();
  /** Of each task that a judge has begun or ended with while the page was open: the event that told of it. */
  readonly judged = new KeyedStore<number>();
  hasMoreEnded = false;
  /** Those that were deleted while the page was open. */
  readonly gone = new Set<string>();
  #loading: Loading = { kind: 'loading' };
  #ended = 100;
  #stop: () => void = () => undefined;
  readonly #dirty = new Set<string>();
  #isReading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holdsTimer: ReturnType<typeof setTimeout> | undefined;

  get loading(): Loading {
    return this.#loading;
  }

  start(): void {
    void this.load();
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#timer);
    clearTimeout(this.#holdsTimer);
  }

  /** Reads all of it. What is shown stays until the answer is there. */
  async load(): Promise<void> {
    try {
      const board = await call(endpoints.board, { query: { ended: this.#ended } });
      this.#replace(board);
      this.#stop();
      this.#stop = live.open('board', { types: 'task.*,run.ranking', projects: '1' }, board.position, {
        onEvent: (event) => this.#see(event),
        onNews: (news) => {
          if (news.type === 'project') void readSettingsAgain(news);
        },
        onReset: () => void this.load(),
      });
    } catch (error) {
      // What was there is better than nothing; the chip says that it may be old.
      if (this.#loading.kind !== 'ready') this.#set({ kind: 'failed', error });
    }
  }

  /** Reads more of what has ended. */
  async loadMore(): Promise<void> {
    this.#ended = Math.min(5000, this.#ended + 200);
    await this.load();
  }

  /** Shows what a change will make of a card, until the server's own word comes. Returns how to take it back. */
  assume(id: string, patch: Partial<CardJson>): () => void {
    const before = this.cards.get(id);
    if (before === undefined) return () => undefined;
    const assumed = { ...before, ...patch };
    this.cards.set(id, assumed);
    return () => {
      if (this.cards.get(id) === assumed) this.cards.set(id, before);
    };
  }

  /** Reads the cards of these tasks again soon. */
  refresh(ids: Iterable<string>): void {
    for (const id of ids) this.#dirty.add(id);
    this.#timer ??= setTimeout(() => void this.#read(), gatherMs);
  }

  #see(event: EventJson): void {
    if (event.type === 'run.ranking') return this.judged.set(event.task_id, event.id);
    this.refresh([event.task_id]);
    const { from, to } = event.data;
    if (event.type === 'task.created' || from === to) return;
    this.#holdsTimer ??= setTimeout(() => {
      this.#holdsTimer = undefined;
      this.refresh([...this.cards.values()].filter((card) => card.state === 'queued').map((card) => card.id));
    }, holdsMs);
  }

  async #read(): Promise<void> {
    this.#timer = undefined;
    if (this.#isReading || this.#dirty.size === 0) return;
    this.#isReading = true;
    const ids = [...this.#dirty].slice(0, mostAtOnce);
    for (const id of ids) this.#dirty.delete(id);
    try {
      const board = await call(endpoints.board, { query: { tasks: ids.join(',') } });
      seeServerTime(board.at);
      const found = new Set(board.cards.map((card) => card.id));
      for (const card of board.cards) this.cards.set(card.id, card);
      for (const id of ids.filter((one) => !found.has(one))) {
        this.gone.add(id);
        this.cards.delete(id);
      }
    } catch {
      // The line is down: when it is back, they are asked for again.
      for (const id of ids) this.#dirty.add(id);
      this.#timer ??= setTimeout(() => void this.#read(), 1000);
    } finally {
      this.#isReading = false;
    }
    if (this.#dirty.size > 0) this.#timer ??= setTimeout(() => void this.#read(), gatherMs);
  }

  #replace(board: BoardJson): void {
    seeServerTime(board.at);
    const found = new Set(board.cards.map((card) => card.id));
    for (const { id } of this.cards.values()) if (!found.has(id)) this.cards.delete(id);
    for (const card of board.cards) this.cards.set(card.id, card);
    this.hasMoreEnded = board.has_more_ended;
    this.#set({ kind: 'ready' });
  }

  #set(loading: Loading): void {
    this.#loading = loading;
    this.cards.touch();
  }
}

export const board = new BoardStore();
