// The agent's own account of its work: the last text it wrote, after its last tool call where there is one.
import type { AgentEvent } from '../domain/agent-event.ts';

const maxLength = 8000;

export class Summary {
  #text = '';
  #isComplete = false;
  /** Whether it has used a tool with success. */
  hasActed = false;

  see(event: AgentEvent): void {
    if (event.type === 'agent.tool') this.#isComplete = true;
    if (event.type === 'agent.tool' && event.call.status === 'completed') this.hasActed = true;
    if (event.type !== 'agent.message') return;
    if (this.#isComplete) this.#text = '';
    this.#isComplete = false;
    this.#text = (this.#text + event.text).slice(-maxLength);
  }

  get text(): string {
    return this.#text.trim();
  }
}
