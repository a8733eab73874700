// A password from the person: typed without being shown, or the first line of standard input where that is no terminal.
import { AppError } from '../api/errors.ts';
import type { Context } from './context.ts';

/** Throws `cancelled` for Ctrl-C, and `invalid_input` when there is nothing. */
export async function readSecret(context: Context, question: string): Promise<string> {
  const { stdin, stderr } = context;
  const isTyped = stdin.isTTY === true && stdin.setRawMode !== undefined;
  if (isTyped) stderr.write(`${question}: `);
  if (isTyped) stdin.setRawMode?.(true);
  try {
    const text = await firstLine(stdin);
    if (text !== '') return text;
    throw new AppError('invalid_input', `${question}: there is nothing.`, {
      next: 'Type it, or give it on standard input.',
    });
  } finally {
    if (isTyped) stdin.setRawMode?.(false);
    if (isTyped) stderr.write('\n');
  }
}

const ctrlC = '\u0003';
const erase: ReadonlySet<string> = new Set(['\u0008', '\u007f']);

async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string> {
  const letters: string[] = [];
  for await (const chunk of input)
    for (const letter of String(chunk)) {
      if (letter === '\n' || letter === '\r') return letters.join('');
      if (letter === ctrlC) throw new AppError('cancelled', 'Nothing was changed.');
      if (erase.has(letter)) letters.pop();
      else letters.push(letter);
    }
  return letters.join('');
}
