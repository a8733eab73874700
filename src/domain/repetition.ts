// Whether an agent goes round in circles: only calls of tools that it has made before, with the same output. Any order of
// them counts, so that two calls in turns are found too. Pure but for what it remembers.
import type { ToolCall } from './agent-event.ts';

/** More different calls than this are not remembered: who makes so many does not repeat itself. */
const mostRemembered = 5_000;

export class Repetition {
  readonly #seen = new Set<string>();
  readonly #counted = new Set<string>();
  #repeated = 0;

  /** How many calls in a row brought nothing new, with this one; calls that have not ended count as none. */
  see(call: ToolCall): number {
    const isOver = call.status === 'completed' || call.status === 'failed';
    // Later updates of one call are no second call.
    if (!isOver || this.#counted.has(call.id)) return this.#repeated;
    this.#counted.add(call.id);
    const what = JSON.stringify([call.kind, call.title, call.input, call.status, call.output, call.diffs]);
    this.#repeated = this.#seen.has(what) ? this.#repeated + 1 : 0;
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    this.#seen.add(what);
    return this.#repeated;
  }

  /** Somebody told the agent something: what it does again now may have a reason. */
  reset(): void {
    this.#seen.clear();
    this.#repeated = 0;
  }
}
