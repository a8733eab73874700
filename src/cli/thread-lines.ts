// A thread as lines of text, while it grows: text arrives in pieces and comes out as whole lines; what is not yet a
// line can be looked at (`partial`), for a view that shows it early.
import type { Style } from './style.ts';
import { SubagentLines } from './subagent-lines.ts';
import { tellingLines } from './telling-lines.ts';
import { oneLine } from './text.ts';
import type { PlanEntry, ThreadItem } from './thread-item.ts';
import { wrap } from './wrap.ts';

type Flowing = Extract<ThreadItem, { kind: 'message' | 'thought' | 'output' }>;
type Tool = Extract<ThreadItem, { kind: 'tool' }>;

export interface ThreadLinesOptions {
  /** Whether a tool call gets a line when it begins, and not only when it ends. */
  readonly announce: boolean;
  /** The width that lines are broken at; asked for each, because a window can be resized. Undefined = they are not. */
  readonly width: () => number | undefined;
  /** Whether a summary of the task comes after it: then that says why the task goes no further. */
  readonly summaryFollows: boolean;
}

/** Enough for any summary that the daemon makes of an agent's last words. */
const rememberedLength = 16_000;

export class ThreadLines {
  readonly #style: Style;
  readonly #announce: boolean;
  readonly #width: () => number | undefined;
  readonly #summaryFollows: boolean;
  #said = '';
  #flow: Flowing | null = null;
  #rest = '';
  #plan = '';
  #done = new Set<string>();
  readonly #running = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #subagents: SubagentLines;

  constructor(style: Style, options: ThreadLinesOptions) {
    this.#style = style;
    this.#subagents = new SubagentLines(style);
    this.#announce = options.announce;
    this.#width = options.width;
    this.#summaryFollows = options.summaryFollows;
  }

  /** The lines that this completes. */
  add(item: ThreadItem): string[] {
    return this.#linesOf(item).flatMap((line) => this.#wrapped(line));
  }

  #linesOf(item: ThreadItem): string[] {
    switch (item.kind) {
      case 'message':
      case 'thought':
      case 'output':
        return this.#append(item);
      case 'tool':
        return this.#tool(item);
      case 'subagent':
        return [...this.#end(), ...this.#subagents.add(item)];
      case 'usage':
        return [];
      case 'plan':
        return [...this.#end(), ...this.#newInPlan(item.entries)];
      case 'note':
        return [...this.#end(), ...this.#note(item)];
      case 'person':
        return [...this.#end(), ...lines(`${this.#style.bold(`${item.from}:`)} ${item.text}`)];
      case 'state':
        return [...this.#end(), ...this.#state(item)];
    }
  }

  /** Whether these were the agent's own words, and not long ago. */
  hasSaid(words: string): boolean {
    return words !== '' && this.#said.includes(words);
  }

  /** What is left of the last line. */
  end(): string[] {
    return this.#end().flatMap((line) => this.#wrapped(line));
  }

  #end(): string[] {
    const left = this.#flow === null || this.#rest === '' ? [] : [this.#dress(this.#flow, this.#rest)];
    this.#rest = '';
    this.#flow = null;
    return left;
  }

  /** The line that is being written, plain. */
  get partial(): string {
    return this.#rest;
  }

  /** Titles of the tool calls that have begun and not ended. */
  get running(): readonly string[] {
    return [...this.#running.values()];
  }

  #append(item: Flowing): string[] {
    const before = isSameFlow(this.#flow, item) ? [] : this.#end();
    this.#flow = item;
    if (item.kind === 'message') this.#said = (this.#said + item.text).slice(-rememberedLength);
    const parts = (this.#rest + item.text).split('\n');
    this.#rest = parts.pop() ?? '';
    return [...before, ...parts.map((part) => this.#dress(item, part))];
  }

  #dress(item: Flowing, text: string): string {
    const line = text.trimEnd();
    if (item.kind === 'message') return line;
    return this.#style.dim(item.kind === 'output' ? `  │ ${line}` : `  ${line}`);
  }

  #tool(tool: Tool): string[] {
    // Some agents send an update after the end, or the same end twice.
    if (this.#ended.has(tool.id)) return [];
    const isNew = !this.#running.has(tool.id);
    if (tool.status === 'running') {
      this.#running.set(tool.id, tool.title);
      return isNew && this.#announce
        ? [...this.#end(), `${this.#subagents.margin(tool.parent)}${this.#style.blue('▶')} ${tool.title}`]
        : [];
    }
    this.#running.delete(tool.id);
    this.#ended.add(tool.id);
    return [...this.#end(), ...this.#toolEnd(tool)];
  }

  #toolEnd(tool: Tool): string[] {
    const margin = this.#subagents.margin(tool.parent);
    if (tool.status === 'completed') return [`${margin}${this.#style.green('✓')} ${tool.title}`];
    const why = tellingLines(tool.output).map((line) => `${margin}${this.#style.dim(`    ${line}`)}`);
    return [`${margin}${this.#style.red('✗')} ${tool.title}`, ...why];
  }

  // An agent that stops without work ends with words for the person: they stand right above, and are not said again.
  #state(item: Extract<ThreadItem, { kind: 'state' }>): string[] {
    const isKnown = item.detail === '' || this.#summaryFollows || this.hasSaid(item.detail);
    return [this.#style.cyan(`• ${item.text}${isKnown ? '' : `: ${oneLine(item.detail)}`}`)];
  }

  #wrapped(line: string): string[] {
    return lines(wrap(line, this.#width()));
  }

  #note(item: Extract<ThreadItem, { kind: 'note' }>): string[] {
    if (item.text === '') return [];
    return lines(item.isWarning ? this.#style.yellow(`! ${item.text}`) : this.#style.dim(`  ${item.text}`));
  }

  // The whole plan when it is new, then each entry once as it is done.
  #newInPlan(entries: readonly PlanEntry[]): string[] {
    const plan = entries.map((entry) => entry.text).join('\n');
    const isNew = plan !== this.#plan;
    const shown = entries.filter((entry) => isNew || (entry.isDone && !this.#done.has(entry.text)));
    this.#plan = plan;
    this.#done = new Set(entries.filter((entry) => entry.isDone).map((entry) => entry.text));
    return shown.map((entry) => `  ${entry.isDone ? this.#style.green('☑') : '☐'} ${entry.text}`);
  }
}

function isSameFlow(before: Flowing | null, next: Flowing): boolean {
  if (before?.kind !== next.kind) return false;
  return before.kind !== 'output' || next.kind !== 'output' || before.source === next.source;
}

function lines(text: string): string[] {
  return text.split('\n');
}
