// The heart: a breadth-first walk through several automata at once finds a shortest text that all of them accept, or proves that
// there is none. It sees each combination of states once, so it ends after at most the product of their sizes.
import type { Automaton } from './automaton.ts';
import { pick } from './characters.ts';

interface Step {
  /** Where each automaton stands. */
  readonly states: readonly number[];
  readonly code: number;
  readonly before: Step | null;
}

export function commonText(automata: readonly Automaton[], foldCase: boolean): string | null {
  const weights = placeValues(automata);
  const start: Step = { states: automata.map((automaton) => automaton.start), code: 0, before: null };
  const queue = [start];
  const seen = new Set([keyOf(start.states, weights)]);
  for (const step of queue)
    for (const move of movesOf(automata, step)) {
      const key = keyOf(move.states, weights);
      if (seen.has(key)) continue;
      const code = pick(move, foldCase);
      if (code === null) continue;
      const next = { states: move.states, code, before: step };
      if (automata.every((automaton, index) => automaton.states[next.states[index] ?? 0]?.accepts === true))
        return spell(next);
      seen.add(key);
      queue.push(next);
    }
  return null;
}

/** A combination of states as one number, like digits: the largest stays exact well below 2^53, see the limits of parsing. */
function keyOf(states: readonly number[], weights: readonly number[]): number {
  return states.reduce((sum, state, index) => sum + state * (weights[index] ?? 0), 0);
}

function placeValues(automata: readonly Automaton[]): readonly number[] {
  let value = 1;
  return automata.map((automaton) => {
    const weight = value;
    value *= automaton.states.length;
    return weight;
  });
}

interface Move {
  readonly states: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Every way in which all automata can go on with the same characters. */
function movesOf(automata: readonly Automaton[], step: Step): readonly Move[] {
  let moves: Move[] = [{ states: [], low: 0, high: 0x10ffff }];
  for (const [index, automaton] of automata.entries()) {
    const edges = automaton.states[step.states[index] ?? 0]?.edges ?? [];
    const narrowed: Move[] = [];
    for (const move of moves)
      for (const edge of edges) {
        const low = Math.max(move.low, edge.low);
        const high = Math.min(move.high, edge.high);
        if (low <= high) narrowed.push({ states: [...move.states, edge.to], low, high });
      }
    moves = narrowed;
  }
  return moves;
}

function spell(last: Step): string {
  const codes: number[] = [];
  for (let step: Step | null = last; step?.before; step = step.before) codes.push(step.code);
  return String.fromCodePoint(...codes.reverse());
}
