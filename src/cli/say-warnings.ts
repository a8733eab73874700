// What the daemon accepted or left out, and what may surprise: beside the result, on stderr.
import { say } from './context.ts';
import type { Context } from './context.ts';
import { oneLine } from './text.ts';

export function sayWarnings(context: Context, found: { readonly warnings: readonly string[] }): void {
  for (const warning of found.warnings) say(context, `tasklane: ${oneLine(warning)}`);
}
