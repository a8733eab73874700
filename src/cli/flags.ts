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

/** The flags of a command that prints a table as Coder does. */
export interface TableFlags {
  readonly output?: 'table' | 'text' | 'json';
  readonly column?: readonly string[];
  readonly json?: boolean;
}

/** `-o json` is Coder's JSON there; `--json` is always that of our own API. */
export function withTable(command: Command, columns: string): Command {
  return command
    .option('-c, --column <names>', `which columns, joined by commas: ${columns}`, append)
    .addOption(
      new Option('-o, --output <format>', "how to print the result; json is in Coder's form").choices([
        'table',
        'text',
        'json',
      ]),
    )
    .option('--json', 'as JSON of the API of Tasklane');
}

export function orgOption(): Option {
  return new Option('-O, --org <name|id>', 'the same as --project (or $CODER_ORGANIZATION)');
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

/** `2`, `0.50` or `$0.50`. */
export function dollars(text: string): number {
  const value = Number(text.replace(/^\$/, ''));
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be an amount in dollars above 0.');
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
