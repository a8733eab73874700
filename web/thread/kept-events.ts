// The events that a thread is folded from, kept as few: pieces of one text become one event as they come, because a page that is
// open while an agent talks would otherwise remember each of its words.
import type { EventJson } from '../../src/api/schemas.ts';
import { text } from './fields.ts';

const pieces: ReadonlySet<string> = new Set(['agent.message', 'agent.thought', 'run.output']);

export class KeptEvents {
  #events: EventJson[] = [];
  /** The id of the newest, also of one that became part of another. */
  #last = 0;
  /** Whether the last event is a text that shows, so that its next piece is part of it. */
  #goesOn = false;

  get first(): EventJson | undefined {
    return this.#events[0];
  }

  get last(): number {
    return this.#last;
  }

  /** In their order; folded, they make the same items as those that were added. */
  all(): readonly EventJson[] {
    return this.#events;
  }

  add(event: EventJson): void {
    this.#last = event.id;
    const before = this.#events.at(-1);
    if (this.#goesOn && before?.type === event.type && before.data['source'] === event.data['source']) {
      const joined = text(before.data, 'text') + text(event.data, 'text');
      this.#events[this.#events.length - 1] = { ...before, data: { ...before.data, text: joined } };
      return;
    }
    this.#events.push(event);
    this.#goesOn = pieces.has(event.type) && text(event.data, 'text').trim() !== '';
  }

  /** Keeps only the newest. */
  forgetAllBut(count: number): void {
    this.#events = this.#events.slice(-count);
  }

  /** Puts a page before all others. */
  prepend(page: readonly EventJson[]): void {
    const before = new KeptEvents();
    for (const event of page) before.add(event);
    this.#events = [...before.#events, ...this.#events];
  }
}
