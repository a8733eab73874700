// What a list of exclusions leaves over, as an automaton: the subset construction, done only as far as a comparison looks. In
// full it has hundreds of states for an ordinary list, of which a comparison visits a few dozen.
import type { Automaton, Edge, State } from './automaton.ts';
import { lastCode } from './characters.ts';
import type { Range } from './characters.ts';
import type { Pattern } from './pattern.ts';

/** Accepts exactly the texts that none of the patterns matches, with one move for every character. */
export class NoneOf implements Automaton {
  readonly start = 0;
  readonly size: number;
  readonly #patterns: readonly Pattern[];
  #all: readonly State[] = [];
  readonly #states: State[] = [];
  readonly #subsets: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** `size`: no fewer than it can ever have. */
  constructor(patterns: readonly Pattern[], size: number) {
    this.#patterns = patterns;
    this.size = size;
  }

  state(index: number): State {
    if (this.#subsets.length === 0) this.#begin();
    this.#states[index] ??= this.#expand(this.#subsets[index] ?? []);
    return this.#states[index];
  }

  /** How many states it has in full, or a number above `limit`. Some lists double it with every character they look back. */
  count(limit: number): number {
    this.state(this.start);
    for (let index = 0; index < this.#subsets.length && index <= limit; index += 1) this.state(index);
    return this.#subsets.length;
  }

  #begin(): void {
    const all: State[] = [];
    const starts: number[] = [];
    for (const { exact } of this.#patterns) {
      const offset = all.length;
      starts.push(exact.start + offset);
      for (let index = 0; index < exact.size; index += 1) {
        const { accepts, edges } = exact.state(index);
        all.push({ accepts, edges: edges.map(({ low, high, to }) => ({ low, high, to: to + offset })) });
      }
    }
    this.#all = all;
    this.#numberOf(starts);
  }

  #expand(subset: readonly number[]): State {
    const states = subset.flatMap((state) => this.#all[state] ?? []);
    const edges = states.flatMap((state) => state.edges);
    const moves = pieces(edges).map(({ low, high }) => ({
      low,
      high,
      to: this.#numberOf(goals(edges, low)),
    }));
    return { accepts: !states.some((state) => state.accepts), edges: moves };
  }

  #numberOf(subset: readonly number[]): number {
    const key = subset.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#subsets.length);
    return this.#subsets.push(subset) - 1;
  }
}

/** All characters, cut wherever one of the edges begins or ends: within a piece, every character moves alike. */
function pieces(edges: readonly Edge[]): readonly Range[] {
  const cuts = new Set([0]);
  for (const edge of edges) cuts.add(edge.low).add(edge.high + 1);
  const lows = [...cuts].filter((low) => low <= lastCode).sort((a, b) => a - b);
  return lows.map((low, index) => ({ low, high: (lows[index + 1] ?? lastCode + 1) - 1 }));
}

function goals(edges: readonly Edge[], code: number): readonly number[] {
  const reached = new Set<number>();
  for (const edge of edges) if (edge.low <= code && code <= edge.high) reached.add(edge.to);
  return [...reached].sort((a, b) => a - b);
}
