// Everything here is a finite automaton over characters, without empty moves: a glob, what a glob list excludes, and what a
// path is. Whether two ownerships meet is then one question, whether their automata accept a common text.
import { byReadability, complement, dot, nameCharacter, only, slash } from './characters.ts';
import type { Range } from './characters.ts';

export interface Edge extends Range {
  readonly to: number;
}

export interface State {
  readonly accepts: boolean;
  readonly edges: readonly Edge[];
}

export interface Automaton {
  readonly start: number;
  /** State numbers are below it. */
  readonly size: number;
  state(number: number): State;
}

/** Of states that are all there. */
export function automatonOf(states: readonly State[], start: number): Automaton {
  return {
    start,
    size: states.length,
    state(number) {
      const state = states[number];
      if (state === undefined) throw new Error(`the automaton has no state ${number}`);
      return state;
    },
  };
}

export function edgesTo(to: number, ranges: readonly Range[]): Edge[] {
  const edges = ranges.map((range) => ({ low: range.low, high: range.high, to }));
  return edges.length < 2 ? edges : edges.sort(byReadability);
}

/** The states after the text. Empty: nothing that begins like this is accepted. */
export function run(
  automaton: Automaton,
  live: ReadonlySet<number>,
  codes: readonly number[],
): ReadonlySet<number> {
  let now = live;
  for (const code of codes) {
    if (now.size === 0) break;
    now = advance(automaton, now, code);
  }
  return now;
}

export function accepts(automaton: Automaton, codes: readonly number[]): boolean {
  const reached = run(automaton, new Set([automaton.start]), codes);
  return [...reached].some((state) => automaton.state(state).accepts);
}

function advance(automaton: Automaton, live: ReadonlySet<number>, code: number): ReadonlySet<number> {
  const next = new Set<number>();
  for (const state of live)
    for (const edge of automaton.state(state).edges)
      if (edge.low <= code && code <= edge.high) next.add(edge.to);
  return next;
}

/** Relative paths: segments with a slash between them, none of them empty, `.` or `..`. */
export const relativePath = ((): Automaton => {
  const [begin, oneDot, twoDots, name] = [0, 1, 2, 3];
  const notDot = complement([only(dot), only(slash)]);
  const states: State[] = [
    { accepts: false, edges: [...edgesTo(oneDot, [only(dot)]), ...edgesTo(name, notDot)] },
    { accepts: false, edges: [...edgesTo(twoDots, [only(dot)]), ...edgesTo(name, notDot)] },
    { accepts: false, edges: edgesTo(name, nameCharacter) },
    { accepts: true, edges: [...edgesTo(name, nameCharacter), ...edgesTo(begin, [only(slash)])] },
  ];
  return automatonOf(states, begin);
})();
