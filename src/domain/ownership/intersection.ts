// The heart: a breadth-first walk through several automata at once finds a shortest text that all of them accept, or proves that
// there is none. It sees each combination of states once, so it ends after at most the product of their sizes.
import type { Automaton } from './automaton.ts';
import { lastCode, pick, textOf } from './characters.ts';

/** Null: no text is accepted by all. With `foldCase` only texts of folded characters count. */
export function commonText(automata: readonly Automaton[], foldCase: boolean): string | null {
  return new Walk(automata, foldCase).shortest();
}

interface Step {
  /** Where each automaton stands. */
  readonly states: readonly number[];
  readonly code: number;
  readonly before: Step | null;
}

class Walk {
  readonly #automata: readonly Automaton[];
  readonly #foldCase: boolean;
  readonly #queue: Step[] = [];
  readonly #seen = new Set<number>();
  #found: Step | null = null;

  constructor(automata: readonly Automaton[], foldCase: boolean) {
    this.#automata = automata;
    this.#foldCase = foldCase;
    this.#queue.push({ states: automata.map((automaton) => automaton.start), code: 0, before: null });
  }

  shortest(): string | null {
    for (const step of this.#queue) {
      this.#extend(step, [], 0, 0, lastCode);
      if (this.#found !== null) return spell(this.#found);
    }
    return null;
  }

  /**
   * Goes on with every edge of the next automaton that shares characters with those chosen so far. `key` is the combination of
   * states as one number, like digits; the limits of parsing keep it below 2^53, where numbers are exact.
   */
  #extend(step: Step, states: readonly number[], key: number, low: number, high: number): void {
    const index = states.length;
    const automaton = this.#automata[index];
    if (automaton === undefined) {
      this.#arrive(step, states, key, low, high);
      return;
    }
    for (const edge of automaton.state(step.states[index] ?? 0).edges) {
      const from = Math.max(low, edge.low);
      const to = Math.min(high, edge.high);
      if (from <= to) this.#extend(step, [...states, edge.to], key * automaton.size + edge.to, from, to);
    }
  }

  #arrive(before: Step, states: readonly number[], key: number, low: number, high: number): void {
    if (this.#seen.has(key)) return;
    const code = pick({ low, high }, this.#foldCase);
    if (code === null) return;
    this.#seen.add(key);
    const step = { states, code, before };
    this.#queue.push(step);
    if (this.#automata.every((automaton, index) => automaton.state(states[index] ?? 0).accepts))
      this.#found ??= step;
  }
}

function spell(last: Step): string {
  const codes: number[] = [];
  for (let step: Step | null = last; step?.before; step = step.before) codes.push(step.code);
  return textOf(codes.reverse());
}
