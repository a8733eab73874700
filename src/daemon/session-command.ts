// The command by which agents without MCP reach their session's tools: a file in a folder of its own in the home, which goes
// first in their PATH. It is this program again; the address and the token are in the environment of the agent.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './home-files.ts';

const sessionCommandName = 'tasklane-session';

export function binOf(home: string): string {
  return join(home, 'bin');
}

/** `program` starts this program: the node that runs us, and the path of bin/tasklane.js. */
export function writeSessionCommand(home: string, program: readonly string[]): void {
  const dir = binOf(home);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, sessionCommandName);
  writeWhole(file, `#!/bin/sh\nexec ${program.map(quoted).join(' ')} session "$@"\n`);
  chmodSync(file, 0o700);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
