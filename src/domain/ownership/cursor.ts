// Where the reader of a glob stands.
import { codeOf } from './characters.ts';
import { refuse } from './refusal.ts';

export interface Cursor {
  /** As it was written, for messages. */
  readonly glob: string;
  readonly text: string;
  at: number;
}

export const escapeHint = 'to mean the character itself, put a backslash before it';

/** The next character, or an empty text at the end. */
export function peek(cursor: Cursor): string {
  const code = cursor.text.codePointAt(cursor.at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

export function take(cursor: Cursor): string {
  const character = peek(cursor);
  cursor.at += character.length;
  return character;
}

/** After a backslash. A letter or digit is refused: `src\api` is a path of another system, not an escape. */
export function readEscaped(cursor: Cursor): number {
  const character = take(cursor);
  if (character === '' || /[a-z0-9]/i.test(character))
    refuse(
      cursor.glob,
      `has a backslash before ${character === '' ? 'nothing' : `"${character}"`}`,
      'separate directories with /; a backslash only makes a special character an ordinary one',
    );
  return codeOf(character);
}
