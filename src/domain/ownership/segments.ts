// Reads the pieces of a glob as a path: its segments, which of them are `**`, and whether what lies below belongs to it.
import { complement, fold, foldRanges, only, slash, textOf } from './characters.ts';
import type { Reach, Token } from './compile.ts';
import type { Piece } from './glob.ts';
import { Pattern } from './pattern.ts';
import { refuse } from './refusal.ts';

export interface Reading {
  readonly foldCase: boolean;
  readonly isFile: (path: string) => boolean;
}

/** A name, or any number of directories. */
type Segment = readonly Piece[] | '**';

/** Throws AppError invalid_input, naming the glob, for what no path can look like. */
export function toPattern(glob: string, pieces: readonly Piece[], reading: Reading): Pattern {
  const written = split(pieces).map(toSegment);
  const endsInSlash = written.length > 1 && written.at(-1)?.length === 0;
  const segments = endsInSlash ? written.slice(0, -1) : written;
  for (const segment of segments) check(glob, segment);
  const kept = withoutTail(segments);
  const isDirectory = endsInSlash || kept.length < segments.length;
  const reach = isDirectory ? directoryReach(kept) : bareReach(kept, reading);
  return new Pattern(glob, toTokens(kept, reading), reach);
}

function split(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces)
    if (piece.kind === 'character' && piece.code === slash) segments.push([]);
    else segments.at(-1)?.push(piece);
  return segments;
}

/** Two stars cross directories only when they are a whole segment; any other run of stars is one star. */
function toSegment(pieces: readonly Piece[]): Segment {
  if (pieces.length === 2 && pieces.every(isStar)) return '**';
  return pieces.filter((piece, index) => !isStar(piece) || !isStar(pieces[index - 1]));
}

function isStar(piece: Piece | undefined): boolean {
  return piece?.kind === 'star';
}

function check(glob: string, segment: Segment): void {
  if (segment.length === 0)
    refuse(
      glob,
      'has an empty path segment',
      'write paths from the root of the repository, such as src/api/**',
    );
  const name = spell([segment]);
  if (name === '.' || name === '..')
    refuse(glob, `has the segment "${name}"`, 'write the path from the root of the repository');
}

/** A `*` or `**` at the end says that everything below belongs to it. */
function withoutTail(segments: readonly Segment[]): readonly Segment[] {
  const last = segments.at(-1);
  const isLoneStar = last !== '**' && last?.length === 1 && isStar(last[0]);
  const kept = isLoneStar ? segments.slice(0, -1) : segments;
  return kept.slice(0, kept.findLastIndex((segment) => segment !== '**') + 1);
}

/** After a name that ends in a star only what is below is meant, as picomatch has it: not a `packages/README.md` itself. */
function directoryReach(segments: readonly Segment[]): Reach {
  const last = segments.at(-1);
  return last !== '**' && isStar(last?.at(-1)) ? 'contents' : 'directory';
}

function bareReach(segments: readonly Segment[], reading: Reading): Reach {
  const path = spell(segments);
  return path === null || reading.isFile(path) ? 'nothing' : 'below';
}

/** The path, if nothing in it is special. */
function spell(segments: readonly Segment[]): string | null {
  const names: string[] = [];
  for (const segment of segments) {
    if (segment === '**' || !segment.every((piece) => piece.kind === 'character')) return null;
    names.push(textOf(segment.map((piece) => piece.code)));
  }
  return names.join('/');
}

function toTokens(segments: readonly Segment[], reading: Reading): readonly Token[] {
  const tokens: Token[] = [];
  let text: number[] = [];
  const endText = () => {
    if (text.length > 0) tokens.push({ kind: 'text', text: textOf(text) });
    text = [];
  };
  const add = (token: Token) => {
    endText();
    tokens.push(token);
  };
  for (const [index, segment] of segments.entries()) {
    if (segment === '**') {
      add({ kind: 'directories' });
      continue;
    }
    for (const piece of segment)
      if (piece.kind === 'character') text.push(reading.foldCase ? fold(piece.code) : piece.code);
      else add(piece.kind === 'star' ? piece : setOf(piece, reading));
    if (index < segments.length - 1) text.push(slash);
  }
  endText();
  return tokens;
}

function setOf(piece: Extract<Piece, { kind: 'set' }>, reading: Reading): Token {
  const ranges = reading.foldCase ? foldRanges(piece.ranges) : piece.ranges;
  const outside = piece.negated ? ranges : complement(ranges);
  return { kind: 'set', ranges: complement([...outside, only(slash)]) };
}
