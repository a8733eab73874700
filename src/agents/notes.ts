// What an agent says beside the protocol: stderr, lines that are not protocol, updates of a kind we do not know.
// Worth keeping, but never worth filling the event log: each session has a budget.
import { stripVTControlCharacters } from 'node:util';
import type { AgentEvent } from '../domain/agent-event.ts';
import { keepEnd } from './cap.ts';

const budgetBytes = 256 * 1024;
const noteBytes = 16 * 1024;
const tailBytes = 8 * 1024;

export class Notes {
  readonly #onEvent: (event: AgentEvent) => void;
  #left = budgetBytes;
  #tail = '';

  constructor(onEvent: (event: AgentEvent) => void) {
    this.#onEvent = onEvent;
  }

  add(level: 'info' | 'warning', said: string): void {
    const text = keepEnd(said.trim(), noteBytes);
    if (text === '' || this.#left <= 0) return;
    this.#left -= Buffer.byteLength(text);
    this.#onEvent({ type: 'agent.note', level, text });
    if (this.#left > 0) return;
    const limit = `${budgetBytes / 1024} KiB`;
    this.#onEvent({
      type: 'agent.note',
      level: 'warning',
      text: `The agent printed more than ${limit} beside the protocol; the rest is not kept.`,
    });
  }

  /** A piece of its standard error, or of its output that is not protocol. The newest is also kept for error messages. */
  printed(chunk: string): void {
    const text = stripVTControlCharacters(chunk);
    this.#tail = keepEnd(this.#tail + text, tailBytes);
    this.add('info', text);
  }

  /** The last words, whatever the budget. */
  tail(): string {
    return this.#tail.trim();
  }
}
