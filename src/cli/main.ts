// The entry of the command line. It loads only commander and the table of commands; a command's own code, and what it
// needs (HTTP, the daemon), is loaded when that command runs, so that --help and --version cost a few milliseconds.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CommanderError } from 'commander';
import type { Context } from './context.ts';
import { Interrupts } from './interrupts.ts';
import { createProgram } from './program.ts';
import type { Program } from './program.ts';
import { reportError, usageError } from './report-error.ts';
import { takeConnectionFlags } from './connection-flags.ts';
import { exitCodes } from './exit-codes.ts';

export interface MainInput {
  /** Without the program and the script. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The path that it was started by: under the name `coder` some defaults are Coder's. */
  readonly program?: string | undefined;
}

/** Runs one command to its end and returns the exit code. Never rejects. */
export async function main(input: MainInput): Promise<number> {
  endQuietlyWhenNobodyReads();
  const json = asksForJson(input.argv);
  let program: Program | undefined;
  try {
    const { argv, env } = takeConnectionFlags(input.argv);
    program = createProgram(contextOf({ ...input.env, ...env }, input.program), argv[0]);
    return await program.run(argv);
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return reportError(process.stderr, thrown, { json });
    if (thrown.exitCode === 0) return exitCodes.ok; // --help, --version
    if (thrown.code === 'commander.help') return exitCodes.usage; // a group without a command: its help was printed
    const guess = await guessCommand(thrown, program, input.argv);
    return reportError(process.stderr, usageError(thrown, guess), { json });
  }
}

// Commander looks only beside the word; `apply` is one level further down.
async function guessCommand(
  thrown: CommanderError,
  program: Program | undefined,
  argv: readonly string[],
): Promise<readonly string[]> {
  const [word = ''] = argv;
  const isFirst = thrown.code === 'commander.unknownCommand' && thrown.message.includes(`'${word}'`);
  if (!isFirst || program === undefined) return [];
  const { nearest } = await import('./nearest-command.ts');
  return nearest(program.root, argv);
}

function contextOf(env: NodeJS.ProcessEnv, program: string | undefined): Context {
  return {
    env,
    cwd: process.cwd(),
    // Opened by those who read it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    interrupts: new Interrupts().listen(),
    version: ownVersion(),
    isCoder: speaksCoder(env, program),
  };
}

// `tasklane … | head` closes the pipe when it has enough: the end of the command, not an error of it.
function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

// An alias of the shell cannot be seen; whoever sets Coder's variables, and not ours, comes with Coder's scripts too.
function speaksCoder(env: NodeJS.ProcessEnv, program: string | undefined): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  const isNamed = /^coder(?:\.\w+)?$/.test(basename(program ?? ''));
  return isNamed || (isSet('CODER_URL') && isSet('CODER_SESSION_TOKEN') && !isSet('TASKLANE_URL'));
}

// Read from the raw arguments, because the command line itself may be what is wrong.
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  return flags.some(
    (flag, index) =>
      /^(--json|-ojson|--output=json)$/.test(flag) ||
      (/^(-o|--output)$/.test(flag) && flags[index + 1] === 'json'),
  );
}
