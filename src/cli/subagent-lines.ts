// The runs of subagents in a thread: a line where each begins and ends, and what it does in between with a margin.
import type { Style } from './style.ts';
import type { SubagentItem } from './subagent-item.ts';

export class SubagentLines {
  readonly #style: Style;
  /** Names of those under way. */
  readonly #open = new Map<string, string>();

  constructor(style: Style) {
    this.#style = style;
  }

  add(item: SubagentItem): string[] {
    const name = this.#open.get(item.id) ?? '';
    switch (item.phase) {
      case 'start':
        this.#open.set(item.id, item.name);
        return [`${this.#style.cyan('┏')} ${this.#style.bold(item.name)}: ${item.about}`];
      case 'approval':
        return [`${this.margin(item.id)}${this.#style.yellow('?')} ${item.about}: asks whether it may`];
      case 'finish':
        this.#open.delete(item.id);
        return [
          `${this.#style.cyan('┗')} ${this.#style.bold(name)}: ${item.isGood ? item.words : this.#style.yellow(item.words)}`,
        ];
    }
  }

  /** Of a line that belongs to a call; empty for what the agent itself does. Where several work, their names tell them apart. */
  margin(parent: string | undefined): string {
    if (parent === undefined) return '';
    const name = this.#open.size > 1 ? `${this.#open.get(parent) ?? ''} ` : '';
    return this.#style.cyan(`┃ ${name}`);
  }
}
