// The flags that several commands share, how their values are read, and how a command's code is started.
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';

/** Runs the code of a command and keeps its exit code. */
export type Start = (command: () => Promise<ExitCode | void>) => Promise<void>;

export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('-o, --output <format>', 'how to print the result').choices(['text', 'json']))
    .option('--json', 'the same as -o json');
}

export function projectOption(): Option {
  return new Option('-p, --project <dir|name>', 'the project (default: the repository you are in)');
}

export function append(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

export function count(text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a whole number from 0.');
}

export function port(text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
