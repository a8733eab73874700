// `tasklane completion SHELL`: the script that teaches a shell to complete our commands. It holds no list of them: it asks
// `tasklane __complete` at each press of Tab.
import { readFile, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill } from '../../lib/template.ts';
import { AppError } from '../../api/errors.ts';
import { print } from '../context.ts';
import type { Context } from '../context.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

export interface CompletionFlags {
  readonly name?: readonly string[];
}

export async function completion(context: Context, shell: Shell, flags: CompletionFlags): Promise<void> {
  const more = flags.name ?? ((await isOurs(context, alias)) ? [alias] : []);
  const wrong = more.find((name) => !/^[\w.-]+$/.test(name));
  if (wrong !== undefined)
    throw new AppError('invalid_input', `“${wrong}” cannot be the name of a command.`, {
      next: 'Use letters, digits, hyphens, dots and underscores.',
    });
  const script = await readFile(new URL(`../completion/tasklane.${shell}`, import.meta.url), 'utf8');
  print(context, fill(script, { names: [...new Set(['tasklane', ...more])].join(' ') }));
}

const alias = 'coder';

// The real program of that name has completions of its own.
async function isOurs(context: Context, name: string): Promise<boolean> {
  const own = await realpath(fileURLToPath(new URL('../../../bin/tasklane.js', import.meta.url)));
  const found = await Promise.all(
    (context.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => realpath(join(folder, name)).catch(() => null)),
  );
  return found.find((path) => path !== null) === own;
}
