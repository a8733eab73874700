// Signs of life of an agent: what it says, what its model answers, and tools that it has at work. An agent that waits for
// a tool of its own is not idle; how long that may take, the time limit of the attempt says.
import type { AgentEvent } from '../domain/agent-event.ts';

export class Signs {
  readonly #now: () => number;
  readonly #working = new Set<string>();
  #last: number;

  /** Milliseconds since some fixed time. */
  constructor(now: () => number) {
    this.#now = now;
    this.#last = now();
  }

  seen(): void {
    this.#last = this.#now();
  }

  see(event: AgentEvent): void {
    this.seen();
    if (event.type !== 'agent.tool') return;
    const { id, status } = event.call;
    if (status === 'completed' || status === 'failed') this.#working.delete(id);
    else this.#working.add(id);
  }

  /** A new turn begins: what was left open in the one before is over. */
  begin(): void {
    this.#working.clear();
    this.seen();
  }

  /** How long there has been none, in milliseconds; 0 while a tool works. */
  get silentMs(): number {
    return this.#working.size > 0 ? 0 : this.#now() - this.#last;
  }
}
