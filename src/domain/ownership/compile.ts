// Builds the automaton of one pattern from its end to its start, so that every state can copy the moves of the one behind it and
// no empty move is left.
import { automatonOf, edgesTo } from './automaton.ts';
import type { Automaton, State } from './automaton.ts';
import { anyCharacter, codesOf, nameCharacter, only, slash } from './characters.ts';
import type { Range } from './characters.ts';

/** Literal text (slashes too), one character of a set, `*`, or `**` with its slash: any number of whole directories. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }
  | { readonly kind: 'star' }
  | { readonly kind: 'directories' };

/**
 * What a pattern owns beside the paths it spells. `nothing`: it is a glob such as `*.ts`, or a known file. `below`: it is a bare
 * path, a file or a directory. `directory`: a trailing slash or star said that it is one; the path itself is owned too, for
 * whoever puts a file in its place touches everything in it. `contents`: only what is in it.
 */
export type Reach = 'nothing' | 'below' | 'directory' | 'contents';

/**
 * `exact` is what the pattern means. `vivid` is the part of it that people think of first: a `*` stands for something, and a
 * directory for what is in it. It only serves to find an example that reads well: `src/a.ts` rather than `src/.ts`.
 */
export type Sense = 'exact' | 'vivid';

export function compile(tokens: readonly Token[], reach: Reach, sense: Sense): Automaton {
  const states: State[] = [];
  let next = addEnd(states, tokens.length === 0 ? 'everything' : reach, sense);
  for (const token of tokens.toReversed()) next = addToken(states, token, next, sense);
  return automatonOf(states, next);
}

/** Adds a state and tells its number, which its own edges may name as `states.length`. */
function add(states: State[], state: State): number {
  return states.push(state) - 1;
}

function addEnd(states: State[], reach: Reach | 'everything', sense: Sense): number {
  if (reach === 'nothing') return add(states, { accepts: true, edges: [] });
  const below = add(states, { accepts: true, edges: edgesTo(states.length, anyCharacter) });
  if (reach === 'everything') return below;
  const accepts = reach === 'below' || (reach === 'directory' && sense === 'exact');
  return add(states, { accepts, edges: edgesTo(below, [only(slash)]) });
}

function addToken(states: State[], token: Token, next: number, sense: Sense): number {
  switch (token.kind) {
    case 'text':
      return codesOf(token.text).reduceRight(
        (after, code) => add(states, { accepts: false, edges: edgesTo(after, [only(code)]) }),
        next,
      );
    case 'set':
      return add(states, { accepts: false, edges: edgesTo(next, token.ranges) });
    case 'star':
      return addStar(states, next, sense);
    case 'directories':
      return addDirectories(states, next);
  }
}

function addStar(states: State[], next: number, sense: Sense): number {
  const after = states[next];
  const star = add(states, {
    accepts: after?.accepts === true,
    edges: [...edgesTo(states.length, nameCharacter), ...(after?.edges ?? [])],
  });
  return sense === 'exact' ? star : add(states, { accepts: false, edges: edgesTo(star, nameCharacter) });
}

/** Either what follows begins here, or after some slash. Paths have no empty segment, so any text may stand before the slash. */
function addDirectories(states: State[], next: number): number {
  const within = add(states, {
    accepts: false,
    edges: [...edgesTo(states.length, anyCharacter), ...edgesTo(next, [only(slash)])],
  });
  const here = states[next]?.edges ?? [];
  return add(states, { accepts: false, edges: [...edgesTo(within, nameCharacter), ...here] });
}
