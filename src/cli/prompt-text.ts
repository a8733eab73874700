// Text that is given as arguments, or on standard input with `-`.
import { AppError } from '../api/errors.ts';
import type { Context, Input } from './context.ts';

/** Throws `invalid_input` when there is nothing but white space. `what` names it in the error: “prompt”. */
export async function givenText(context: Context, words: readonly string[], what: string): Promise<string> {
  const fromStdin = words.length === 1 && words[0] === '-';
  const text = fromStdin ? await readAll(context.stdin) : words.join(' ');
  if (text.trim() !== '') return text;
  throw new AppError('invalid_input', `The ${what} is empty.`, {
    next: `Write it in quotes after the command, or give it on standard input with -.`,
  });
}

/** All of a stream, as text. */
export async function readAll(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
