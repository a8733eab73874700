// Asks before something that cannot be undone; only a person at a terminal is asked.
import { AppError } from '../api/errors.ts';
import type { Context } from './context.ts';

/** Throws `cancelled` when the answer is not yes. */
export async function confirm(context: Context, question: string): Promise<void> {
  if (context.stdin.isTTY !== true || context.stderr.isTTY !== true) return;
  context.stderr.write(`${question} [y/N] `);
  if (/^y(es)?$/i.test((await firstLine(context)).trim())) return;
  throw new AppError('cancelled', 'Nothing was changed.');
}

async function firstLine(context: Context): Promise<string> {
  let text = '';
  for await (const chunk of context.stdin) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text;
}
