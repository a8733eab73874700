// The heart: a breadth-first walk through several automata at once finds a shortest text that all of them accept, or proves that
// there is none. It sees each combination of states once, so it ends after at most the product of their sizes.
import type { Automaton } from './automaton.ts';
import { codesOf, lastCode, pick, textOf } from './characters.ts';
import type { Range } from './characters.ts';

/**
 * Null: no text that begins with `prefix` is accepted by all. The prefix must leave each automaton a single way to go: the letters
 * that all patterns spell out alike. With `foldCase` only texts of folded characters count.
 */
export function commonText(automata: readonly Automaton[], prefix: string, foldCase: boolean): string | null {
  const codes = codesOf(prefix);
  const starts: number[] = [];
  for (const automaton of automata) {
    const start = follow(automaton, codes);
    if (start === null) return null;
    starts.push(start);
  }
  const rest = new Walk(automata, foldCase).shortest(starts);
  return rest === null ? null : prefix + rest;
}

function follow(automaton: Automaton, codes: readonly number[]): number | null {
  let at = automaton.start;
  for (const code of codes) {
    const edge = automaton.state(at).edges.find((edge) => edge.low <= code && code <= edge.high);
    if (edge === undefined) return null;
    at = edge.to;
  }
  return at;
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
  /** Where the automata stand after the move that is being put together. */
  readonly #next: number[] = [];
  #found: Step | null = null;

  constructor(automata: readonly Automaton[], foldCase: boolean) {
    this.#automata = automata;
    this.#foldCase = foldCase;
  }

  shortest(starts: readonly number[]): string | null {
    this.#arrive({ states: starts, code: 0, before: null });
    for (const step of this.#queue) {
      if (this.#found !== null) return spell(this.#found);
      this.#extend(step, 0, 0, 0, lastCode);
    }
    return null;
  }

  /**
   * Goes on with every edge of automaton `index` that shares characters with those chosen before it. `key` is the combination of
   * states as one number, like digits; the limits of parsing keep it below 2^53, where numbers are exact.
   */
  #extend(step: Step, index: number, key: number, low: number, high: number): void {
    const automaton = this.#automata[index];
    if (automaton === undefined) {
      if (!this.#seen.has(key)) this.#enter(step, key, { low, high });
      return;
    }
    for (const edge of automaton.state(step.states[index] ?? 0).edges) {
      const from = edge.low > low ? edge.low : low;
      const to = edge.high < high ? edge.high : high;
      if (from > to) continue;
      this.#next[index] = edge.to;
      this.#extend(step, index + 1, key * automaton.size + edge.to, from, to);
    }
  }

  #enter(before: Step, key: number, range: Range): void {
    const code = pick(range, this.#foldCase);
    if (code === null) return;
    this.#seen.add(key);
    this.#arrive({ states: [...this.#next], code, before });
  }

  #arrive(step: Step): void {
    this.#queue.push(step);
    const isEnd = this.#automata.every(
      (automaton, index) => automaton.state(step.states[index] ?? 0).accepts,
    );
    if (isEnd) this.#found ??= step;
  }
}

function spell(last: Step): string {
  const codes: number[] = [];
  for (let step: Step | null = last; step?.before; step = step.before) codes.push(step.code);
  return textOf(codes.reverse());
}
