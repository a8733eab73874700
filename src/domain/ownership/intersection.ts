// The heart: a breadth-first walk through several automata at once finds a shortest text that all of them accept, or proves that
// there is none. It sees each combination of states once, so it ends after at most the product of their sizes.
import type { Automaton } from './automaton.ts';
import { pick } from './characters.ts';
import type { Range } from './characters.ts';

interface Step {
  /** Where each automaton stands. */
  readonly states: readonly number[];
  readonly code: number;
  readonly before: Step | null;
}

export function commonText(automata: readonly Automaton[], foldCase: boolean): string | null {
  const start: Step = { states: automata.map((automaton) => automaton.start), code: 0, before: null };
  const queue = [start];
  const seen = new Set([keyOf(start.states, automata)]);
  for (const step of queue)
    for (const move of movesOf(automata, step)) {
      const key = keyOf(move.states, automata);
      if (seen.has(key)) continue;
      const code = pick(move, foldCase);
      if (code === null) continue;
      const next = { states: move.states, code, before: step };
      if (automata.every((automaton, index) => automaton.state(move.states[index] ?? 0).accepts))
        return spell(next);
      seen.add(key);
      queue.push(next);
    }
  return null;
}

/** A combination of states as one number, like digits. The limits of parsing keep it below 2^53, where numbers are exact. */
function keyOf(states: readonly number[], automata: readonly Automaton[]): number {
  let key = 0;
  for (const [index, automaton] of automata.entries()) key = key * automaton.size + (states[index] ?? 0);
  return key;
}

interface Move extends Range {
  readonly states: readonly number[];
}

/** Every way in which all automata can go on with the same characters. */
function movesOf(automata: readonly Automaton[], step: Step): readonly Move[] {
  let moves: Move[] = [{ states: [], low: 0, high: 0x10ffff }];
  for (const [index, automaton] of automata.entries()) {
    const { edges } = automaton.state(step.states[index] ?? 0);
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
