// What a command may touch of the process: handed in by the entry, so that commands can run in a test without one.
import type { Interrupts } from './interrupts.ts';

/** A standard stream: only what we use of it. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Input extends AsyncIterable<Buffer | string> {
  readonly isTTY?: boolean;
  /** On a terminal: whether each key comes at once, and is not shown. */
  setRawMode?(isRaw: boolean): unknown;
}

export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly interrupts: Interrupts;
  /** Of this program, for the comparison with the daemon's. */
  readonly version: string;
  /** Whether whoever called us is used to Coder: where a default differs, theirs counts. */
  readonly isCoder: boolean;
}

/** Whether what goes to stderr and the result on stdout are read together, as on a terminal or in the log of a CI job. */
export function isSameReader({ stdout, stderr }: Pick<Context, 'stdout' | 'stderr'>): boolean {
  return (stdout.isTTY === true) === (stderr.isTTY === true);
}

/** The flags that every command with a result has. */
export interface OutputFlags {
  readonly output?: 'text' | 'json';
  readonly json?: boolean;
}

export function wantsJson(flags: OutputFlags): boolean {
  return flags.json === true || flags.output === 'json';
}

/** Writes the result of a command. */
export function print(context: Context, text: string): void {
  context.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(context: Context, value: unknown): void {
  print(context, JSON.stringify(value, null, 2));
}

/** Says something beside the result, on stderr. */
export function say(context: Context, text: string): void {
  context.stderr.write(`${text}\n`);
}
