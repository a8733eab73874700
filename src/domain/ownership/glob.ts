// Reads one glob into the pieces that match characters and the braces around them. It knows the notation, not what paths are.
import { readClass } from './character-class.ts';
import { codeOf } from './characters.ts';
import type { Range } from './characters.ts';
import { escapeHint, peek, readEscaped, take } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { refuse } from './refusal.ts';

/** One character, any run of characters within a name (`*`), or one character of a set (`?` and `[a-z]`). */
export type Piece =
  | { readonly kind: 'character'; readonly code: number }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean };

export type Node = Piece | { readonly kind: 'either'; readonly options: readonly (readonly Node[])[] };

const maxDepth = 10;
export const maxAlternatives = 1_000;

export function readGlob(glob: string, text: string): readonly Node[] {
  return readSequence({ glob, text, at: 0 }, 0);
}

function readSequence(cursor: Cursor, depth: number): readonly Node[] {
  const nodes: Node[] = [];
  while (cursor.at < cursor.text.length) {
    if (depth > 0 && /[,}]/.test(peek(cursor))) break;
    nodes.push(readNode(cursor, depth));
  }
  return nodes;
}

function readNode(cursor: Cursor, depth: number): Node {
  const character = take(cursor);
  if ('?*+@!'.includes(character) && peek(cursor) === '(')
    refuse(
      cursor.glob,
      `has an extended group "${character}("`,
      `write {a,b} for alternatives; ${escapeHint}`,
    );
  switch (character) {
    case '*':
      return { kind: 'star' };
    case '?':
      return { kind: 'set', ranges: [], negated: true };
    case '[':
      return readClass(cursor);
    case '{':
      return readBraces(cursor, depth + 1);
    case '\\':
      return { kind: 'character', code: readEscaped(cursor) };
    case ']':
    case '}':
      return refuse(cursor.glob, `has a "${character}" that nothing opens`, escapeHint);
    default:
      return { kind: 'character', code: codeOf(character) };
  }
}

function readBraces(cursor: Cursor, depth: number): Node {
  if (depth > maxDepth)
    refuse(cursor.glob, `nests braces more than ${maxDepth} deep`, 'split it into several globs');
  const series = readSeries(cursor);
  if (series !== null) return series;
  const options = [readSequence(cursor, depth)];
  while (peek(cursor) === ',') {
    cursor.at += 1;
    options.push(readSequence(cursor, depth));
  }
  if (take(cursor) !== '}') refuse(cursor.glob, 'has a "{" that nothing closes', escapeHint);
  if (options.length === 1)
    refuse(cursor.glob, 'has braces around a single alternative', `write it without them; ${escapeHint}`);
  return { kind: 'either', options };
}

/** `{1..3}`, `{01..12}` or `{a..f}`, or null for other braces. */
function readSeries(cursor: Cursor): Node | null {
  const pattern = /(?:(\d{1,9})\.\.(\d{1,9})|([a-z])\.\.([a-z])|([A-Z])\.\.([A-Z]))\}/y;
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return null;
  cursor.at = pattern.lastIndex;
  const [from = '', to = ''] = found.slice(1).filter((end) => end !== undefined);
  const isNumeric = found[1] !== undefined;
  const ends = isNumeric ? [Number(from), Number(to)] : [codeOf(from), codeOf(to)];
  const low = Math.min(...ends);
  const count = Math.max(...ends) - low + 1;
  if (count > maxAlternatives) refuseAlternatives(cursor.glob);
  const width = /^0\d/.test(from) || /^0\d/.test(to) ? Math.max(from.length, to.length) : 1;
  const name = (value: number) =>
    isNumeric ? String(value).padStart(width, '0') : String.fromCodePoint(value);
  return { kind: 'either', options: Array.from({ length: count }, (_, step) => literal(name(low + step))) };
}

function literal(text: string): readonly Piece[] {
  return Array.from(text, (character) => ({ kind: 'character', code: codeOf(character) }));
}

export function refuseAlternatives(glob: string): never {
  return refuse(
    glob,
    `stands for more than ${maxAlternatives} alternatives`,
    'name the directory or use a *',
  );
}
