// The table of commands without a process: for what walks over all of it, tests and the manual pages.
import type { Command } from 'commander';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { createProgram } from '../../src/cli/program.ts';
import type { Program } from '../../src/cli/program.ts';

export function idleProgram(firstWord?: string): Program {
  const silent = { write: () => true };
  const nothing = { async *[Symbol.asyncIterator]() {} };
  const streams = { stdin: nothing, stdout: silent, stderr: silent };
  return createProgram(
    { env: {}, cwd: '/', ...streams, interrupts: new Interrupts(), version: '0.0.0', isCoder: false },
    firstWord,
  );
}

/** Every command that help shows, with the words that lead to it; groups before their commands. */
export function allCommands(
  command: Command,
  path: readonly string[] = [],
): readonly { readonly command: Command; readonly path: readonly string[] }[] {
  const shown = command.createHelp().visibleCommands(command);
  const inside = command.commands
    .filter((one) => shown.includes(one))
    .flatMap((one) => allCommands(one, [...path, one.name()]));
  return [{ command, path }, ...inside];
}
