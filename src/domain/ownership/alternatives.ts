// Multiplies the braces out, as a shell does before it looks at anything else: `{src,test}/*` is exactly `src/*` and `test/*`.
import { maxAlternatives, refuseAlternatives } from './glob.ts';
import type { Node, Piece } from './glob.ts';

/** At most `maxAlternatives` lists of pieces; more are refused before one is made. */
export function alternatives(glob: string, nodes: readonly Node[]): readonly (readonly Piece[])[] {
  if (count(nodes) > maxAlternatives) refuseAlternatives(glob);
  return multiply(nodes);
}

function count(nodes: readonly Node[]): number {
  let product = 1;
  for (const node of nodes)
    if (node.kind === 'either') product *= node.options.reduce((sum, option) => sum + count(option), 0);
  return product;
}

function multiply(nodes: readonly Node[]): readonly (readonly Piece[])[] {
  let made: Piece[][] = [[]];
  for (const node of nodes)
    if (node.kind === 'either') {
      const options = node.options.flatMap(multiply);
      made = made.flatMap((before) => options.map((option) => [...before, ...option]));
    } else for (const list of made) list.push(node);
  return made;
}
