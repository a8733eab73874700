// Counts the rounds with the model in one turn, as well as the protocol lets us. An agent that reports each call of its
// model is counted by that. For the others a round begins with the first output, and again with each output after the
// tool calls before it are over: an upper bound, because some announce the calls of one round one after the other.
import type { Translation } from './updates.ts';

export class Rounds {
  readonly #seen = new Set<string>();
  readonly #open = new Set<string>();
  #reported = 0;
  #begun = 0;
  #isBetween = true;

  see(translation: Translation): void {
    if (translation.isNested) return;
    if (translation.isModelCall) this.#reported += 1;
    for (const event of translation.events) {
      if (event.type === 'agent.message' || event.type === 'agent.thought') this.#output();
      if (event.type === 'agent.tool') this.#tool(event.call.id, event.call.status);
    }
  }

  get count(): number {
    return this.#reported > 0 ? this.#reported : this.#begun;
  }

  #tool(id: string, status: string): void {
    if (!this.#seen.has(id)) this.#output();
    this.#seen.add(id);
    const isOver = status === 'completed' || status === 'failed';
    if (!isOver) {
      this.#open.add(id);
      return;
    }
    this.#open.delete(id);
    if (this.#open.size === 0) this.#isBetween = true;
  }

  #output(): void {
    if (!this.#isBetween) return;
    this.#isBetween = false;
    this.#begun += 1;
  }
}
