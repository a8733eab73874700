// The automaton of what a list of exclusions leaves over, by the subset construction.
import type { Automaton, Edge, State } from './automaton.ts';
import type { Range } from './characters.ts';

/**
 * Accepts exactly the texts that none of `automata` accepts, with one move for every character. Null when that takes more than
 * `limit` states: some lists need a number that doubles with every character they look back.
 */
export function noneOf(automata: readonly Automaton[], limit: number): Automaton | null {
  const all = union(automata);
  const subsets: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (subset: readonly number[]): number => {
    const key = subset.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, subsets.length);
    return subsets.push(subset) - 1;
  };
  numberOf(all.starts);
  const states: State[] = [];
  for (let subset = subsets[0]; subset !== undefined; subset = subsets[states.length]) {
    if (subsets.length > limit) return null;
    const accepts = !subset.some((state) => all.states[state]?.accepts === true);
    const edges = subset.flatMap((state) => all.states[state]?.edges ?? []);
    states.push({
      accepts,
      edges: pieces(edges).map((range) => ({ ...range, to: numberOf(goals(edges, range)) })),
    });
  }
  return { states, start: 0 };
}

function union(automata: readonly Automaton[]): { states: readonly State[]; starts: readonly number[] } {
  const states: State[] = [];
  const starts: number[] = [];
  for (const automaton of automata) {
    const offset = states.length;
    starts.push(automaton.start + offset);
    for (const state of automaton.states)
      states.push({
        accepts: state.accepts,
        edges: state.edges.map((edge) => ({ ...edge, to: edge.to + offset })),
      });
  }
  return { states, starts };
}

/** All characters, cut wherever one of the edges begins or ends: within a piece, every character moves alike. */
function pieces(edges: readonly Edge[]): readonly Range[] {
  const cuts = new Set([0, ...edges.flatMap((edge) => [edge.low, edge.high + 1])]);
  const lows = [...cuts].filter((low) => low <= 0x10ffff).sort((a, b) => a - b);
  return lows.map((low, index) => ({ low, high: (lows[index + 1] ?? 0x110000) - 1 }));
}

function goals(edges: readonly Edge[], range: Range): readonly number[] {
  const reached = edges.filter((edge) => edge.low <= range.low && range.high <= edge.high);
  return [...new Set(reached.map((edge) => edge.to))].sort((a, b) => a - b);
}
