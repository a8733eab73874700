// What a list of exclusions leaves over, as an automaton: the subset construction, done only as far as a comparison looks. In
// full it has hundreds of states for an ordinary list, of which a comparison visits a few dozen.
import type { Automaton, Edge, State } from './automaton.ts';
import { byReadability, lastCode } from './characters.ts';
import type { Range } from './characters.ts';
import type { Pattern } from './pattern.ts';

/** Accepts exactly the texts that none of the patterns matches. No text has two ways through it. */
export class NoneOf implements Automaton {
  readonly start = 0;
  readonly size: number;
  readonly #patterns: readonly Pattern[];
  #all: readonly State[] = [];
  /** States that accept whatever comes: a text that reaches one is excluded for good, so no move leads there. */
  readonly #final = new Set<number>();
  readonly #states: State[] = [];
  readonly #subsets: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** `size`: no fewer states than it can ever have. */
  constructor(patterns: readonly Pattern[], size: number) {
    this.#patterns = patterns;
    this.size = size;
  }

  state(index: number): State {
    if (this.#subsets.length === 0) this.#begin();
    this.#states[index] ??= this.#expand(this.#subsets[index] ?? []);
    return this.#states[index];
  }

  /** How many states it has in full, or null when that takes more moves: some lists double with every character they look back. */
  count(maxMoves: number): number | null {
    let moves = 0;
    for (let index = 0; index === 0 || index < this.#subsets.length; index += 1) {
      moves += this.state(index).edges.length;
      if (moves > maxMoves) return null;
    }
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
        if (acceptsAll(exact.state(index), index)) this.#final.add(all.length);
        all.push({ accepts, edges: edges.map(({ low, high, to }) => ({ low, high, to: to + offset })) });
      }
    }
    this.#all = all;
    this.#numberOf(starts);
  }

  #expand(subset: readonly number[]): State {
    const states = subset.flatMap((state) => this.#all[state] ?? []);
    const edges = states.flatMap((state) => state.edges);
    const accepts = !states.some((state) => state.accepts);
    return { accepts, edges: pieces(edges).flatMap((range) => this.#move(edges, range)) };
  }

  #move(edges: readonly Edge[], { low, high }: Range): readonly Edge[] {
    const reached = new Set<number>();
    for (const edge of edges) if (edge.low <= low && high <= edge.high) reached.add(edge.to);
    if ([...reached].some((state) => this.#final.has(state))) return [];
    return [{ low, high, to: this.#numberOf([...reached].sort((a, b) => a - b)) }];
  }

  #numberOf(subset: readonly number[]): number {
    const key = subset.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#subsets.length >= this.size)
      throw new Error(`the exclusions take more than ${this.size} states`);
    this.#numbers.set(key, this.#subsets.length);
    return this.#subsets.push(subset) - 1;
  }
}

/** All characters, cut wherever one of the edges begins or ends: within a piece, every character moves alike. */
function pieces(edges: readonly Edge[]): readonly Range[] {
  const cuts = new Set([0]);
  for (const edge of edges) cuts.add(edge.low).add(edge.high + 1);
  const lows = [...cuts].filter((low) => low <= lastCode).sort((a, b) => a - b);
  const ranges = lows.map((low, index) => ({ low, high: (lows[index + 1] ?? lastCode + 1) - 1 }));
  return ranges.sort(byReadability);
}

function acceptsAll(state: State, number: number): boolean {
  const [edge] = state.edges;
  return state.accepts && edge?.to === number && edge.low === 0 && edge.high === lastCode;
}
