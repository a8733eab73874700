// What happened in a task so far, told to an agent that has no memory of it: made from our own log, newest last.
import type { PlanEntry, ToolKind } from '../domain/agent-event.ts';
import type { EventBody } from '../domain/event.ts';
import type { Evidence } from '../domain/evidence.ts';

const maxLine = 600;
const maxText = 8000;
/** Of the lines that are held until it is known which are the newest. */
const maxHeld = 2000;
const maxFiles = 50;
const maxPlan = 50;

/** Changes after which everything before is of no use: the next attempt has a copy without it. */
const beginnings: ReadonlySet<string> = new Set(['accepted', 'retried', 'replanned']);

const changes: ReadonlySet<ToolKind> = new Set(['edit', 'delete', 'move']);

const words: Readonly<Record<PlanEntry['status'], string>> = {
  pending: 'not begun',
  in_progress: 'begun',
  completed: 'done',
};

export class Recap {
  readonly #without: readonly string[];
  #lines: string[] = [];
  #words = '';
  #tools = new Set<string>();
  #plan: readonly PlanEntry[] = [];
  #files = new Set<string>();
  readonly #root: string;

  /** `without`: messages that the agent is told anyway. `root`: the folder of its copy, which paths are told without. */
  constructor(without: readonly string[], root = '') {
    this.#without = without;
    this.#root = root;
  }

  see(body: EventBody): void {
    switch (body.type) {
      case 'agent.message':
        // Only its beginning is told.
        if (this.#words.length <= 2 * maxLine) this.#words += body.text;
        return;
      case 'agent.tool':
        if (body.call.status === 'completed' && !this.#tools.has(body.call.id)) {
          this.#tools.add(body.call.id);
          this.#add(`You did: ${body.call.title}`);
          if (changes.has(body.call.kind))
            for (const path of body.call.paths) this.#files.add(this.#told(path));
        }
        return;
      case 'agent.plan':
        this.#plan = body.entries;
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

  /** One line for each thing, then its plan and the files it changed; empty when there is nothing to tell. */
  get text(): string {
    const plan = this.#plan.slice(0, maxPlan).map(({ text, status }) => cut(`- ${text} (${words[status]})`));
    const files = [...this.#files].slice(0, maxFiles).map((file) => cut(`- ${file}`));
    const left = this.#files.size - files.length;
    return [
      this.#happened,
      ...(plan.length === 0 ? [] : ['Your plan:', ...plan]),
      ...(files.length === 0
        ? []
        : ['Files you changed:', ...files, ...(left > 0 ? [`- and ${left} more`] : [])]),
    ]
      .filter((line) => line !== '')
      .join('\n');
  }

  get #happened(): string {
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
    this.#plan = [];
    this.#files = new Set();
  }

  #told(path: string): string {
    return this.#root !== '' && path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1) : path;
  }

  #add(line: string): void {
    this.#lines.push(...this.#spoken(), cut(line));
    if (this.#lines.length > 2 * maxHeld) this.#lines = this.#lines.slice(-maxHeld);
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
