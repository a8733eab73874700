// What happened in a task so far, told to an agent that has no memory of it: made from our own log, newest last.
import type { EventBody } from '../domain/event.ts';
import type { Evidence } from '../domain/evidence.ts';

const maxLine = 600;
const maxText = 8000;

/** Changes after which everything before is of no use: the next attempt has a copy without it. */
const beginnings: ReadonlySet<string> = new Set(['accepted', 'retried', 'replanned']);

export class Recap {
  readonly #without: readonly string[];
  #lines: string[] = [];
  #words = '';
  #tools = new Set<string>();

  /** `without`: messages that the agent is told anyway. */
  constructor(without: readonly string[]) {
    this.#without = without;
  }

  see(body: EventBody): void {
    switch (body.type) {
      case 'agent.message':
        this.#words += body.text;
        return;
      case 'agent.tool':
        if (body.call.status === 'completed' && !this.#tools.has(body.call.id)) {
          this.#tools.add(body.call.id);
          this.#add(`You did: ${body.call.title}`);
        }
        return;
      case 'run.message':
        if (!this.#without.includes(body.text)) this.#add(`The person wrote: ${body.text}`);
        return;
      case 'task.changed':
        if (beginnings.has(body.change.type)) this.#begin();
        if (body.change.type === 'progressed') this.#checked(body.change.checks ?? []);
        if (body.change.type === 'failed') this.#add(`The run failed: ${body.change.failure.message}`);
        return;
      default:
    }
  }

  /** One line for each thing; empty when there is nothing to tell. */
  get text(): string {
    const kept: string[] = [];
    let length = 0;
    for (const line of [...this.#lines, ...this.#spoken()].toReversed()) {
      length += line.length + 1;
      if (length > maxText) return ['…', ...kept].join('\n');
      kept.unshift(line);
    }
    return kept.join('\n');
  }

  #checked(checks: readonly Evidence[]): void {
    for (const { name, outcome } of checks)
      if (outcome !== 'passed') this.#add(`The system found: the check “${name}” did not pass.`);
  }

  #begin(): void {
    this.#lines = [];
    this.#words = '';
    this.#tools = new Set();
  }

  #add(line: string): void {
    this.#lines.push(...this.#spoken(), cut(line));
    this.#words = '';
  }

  #spoken(): readonly string[] {
    const words = this.#words.trim();
    return words === '' ? [] : [cut(`You said: ${words}`)];
  }
}

function cut(text: string): string {
  return text.length <= maxLine ? text : `${text.slice(0, maxLine - 1)}…`;
}
