// Setup and checks that a repository seems to want: shown with what to write where, and nothing more. A person decides.
import type { ProposedCommandsJson } from '../api/knowledge-schemas.ts';
import { say } from './context.ts';
import type { Context } from './context.ts';
import { oneLine } from './text.ts';

export function sayProposed(context: Context, { setup, checks }: ProposedCommandsJson): void {
  const found = [...(setup === null ? [] : [setup]), ...checks];
  say(context, 'tasklane: no checks are configured; the repository seems to have these:');
  for (const { name, command, because } of found)
    say(context, `  ${name.padEnd(10)} ${oneLine(command)}  (${oneLine(because)})`);
  say(
    context,
    'tasklane: to use them, write this into .tasklane/config.json of the repository and commit it:',
  );
  say(context, `  ${configOf({ setup, checks })}`);
}

function configOf({ setup, checks }: ProposedCommandsJson): string {
  return JSON.stringify({
    ...(setup !== null && { setup: setup.command }),
    ...(checks.length > 0 && { checks: checks.map(({ name, command }) => ({ name, command })) }),
  });
}
