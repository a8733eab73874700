// The agent's own account of a task, over all of its turns: what each was asked and what it said at its end. Stored with
// the run, so that a run that goes on later still tells the whole.
import type { AgentEvent } from '../domain/agent-event.ts';
import { titleOf } from '../domain/names.ts';
import { Summary } from './summary.ts';

interface Turn {
  /** What a person wrote that began it; null for the task itself, and after an interruption. */
  readonly asked: string | null;
  readonly said: string;
}

export const accountKey = 'account';

const maxLength = 16_000;

export class Account {
  readonly #mask: (text: string) => string;
  #ended: readonly Turn[] = [];
  #asked: string | null = null;
  #summary = new Summary();

  /** `mask` hides what must not be shown, such as secrets. */
  constructor(mask: (text: string) => string) {
    this.#mask = mask;
  }

  /** Takes up what `ended` of an earlier run was stored as; anything else counts as nothing. */
  restore(stored: unknown): void {
    this.#ended = Array.isArray(stored) ? stored.filter(isTurn) : [];
  }

  begin(asked: string | null): void {
    this.#asked = asked;
    this.#summary = new Summary();
  }

  see(event: AgentEvent): void {
    this.#summary.see(event);
  }

  /** Counts the turn under way as ended. */
  end(): void {
    this.#ended = this.#turns;
    this.begin(null);
  }

  /** The turns that have ended, to be stored. */
  get ended(): readonly Turn[] {
    return this.#ended;
  }

  /** The newest turn in which something was said. */
  get last(): Turn {
    return this.#turns.at(-1) ?? { asked: null, said: '' };
  }

  /** All of it, for a person: in order, each turn after the first under what it was asked. */
  get text(): string {
    const turns = this.#turns.filter((turn) => turn.said !== '');
    const share = Math.floor(maxLength / Math.max(1, turns.length));
    return turns.map((turn, index) => inWords(turn, index === 0, share)).join('\n\n');
  }

  /** What is said in the turn under way. */
  get now(): string {
    return this.#mask(this.#summary.text);
  }

  /** Whether the agent has used a tool with success in that turn. */
  get hasActed(): boolean {
    return this.#summary.hasActed;
  }

  get #turns(): readonly Turn[] {
    // As a whole: a secret may come in several pieces.
    const asked = this.#asked === null ? null : this.#mask(this.#asked);
    const now: Turn = { asked, said: this.#mask(this.#summary.text) };
    return now.asked === null && now.said === '' ? this.#ended : [...this.#ended, now];
  }
}

function inWords({ asked, said }: Turn, isFirst: boolean, most: number): string {
  const text = said.length <= most ? said : `${said.slice(0, most - 1)}…`;
  return asked === null || isFirst ? text : `After “${titleOf(asked)}”: ${text}`;
}

function isTurn(value: unknown): value is Turn {
  if (typeof value !== 'object' || value === null || !('asked' in value) || !('said' in value)) return false;
  return typeof value.said === 'string' && (value.asked === null || typeof value.asked === 'string');
}
