// Reads what stands between [ and ]. A class is one character of a name, so it never matches the slash.
import { codeOf, only, slash } from './characters.ts';
import type { Range } from './characters.ts';
import { escapeHint, peek, readEscaped, take } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Piece } from './glob.ts';
import { refuse } from './refusal.ts';

/** After the `[`. A `]` that comes first is an ordinary member, as in every shell. */
export function readClass(cursor: Cursor): Piece {
  const negated = '!^'.includes(peek(cursor)) && take(cursor) !== '';
  const ranges = [readRange(cursor)];
  while (peek(cursor) !== ']') ranges.push(readRange(cursor));
  cursor.at += 1;
  return { kind: 'set', ranges, negated };
}

function readRange(cursor: Cursor): Range {
  const low = readMember(cursor);
  if (!/^-[^\]]/u.test(cursor.text.slice(cursor.at, cursor.at + 3))) return only(low);
  cursor.at += 1;
  const high = readMember(cursor);
  if (low <= high) return { low, high };
  const range = `${String.fromCodePoint(low)}-${String.fromCodePoint(high)}`;
  return refuse(cursor.glob, `has the range "${range}", which runs backwards`, 'swap its ends');
}

function readMember(cursor: Cursor): number {
  const character = take(cursor);
  if (character === '') refuse(cursor.glob, 'has a "[" that nothing closes', escapeHint);
  if (character === '[' && peek(cursor) === ':')
    refuse(cursor.glob, 'has a named class such as [:alpha:]', 'write the characters, such as [a-z]');
  const code = character === '\\' ? readEscaped(cursor) : codeOf(character);
  if (code === slash) refuse(cursor.glob, 'has a "/" within [ ]', 'a class is one character of a name');
  return code;
}
