// The project's setup command (install dependencies, generate code), run by the system before an agent or a check.
import { AppError } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import { stripAnsi, tailOf } from '../lib/text.ts';

export interface SetupInput {
  readonly command: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

/** Runs a setup command in a copy. Throws `setup_failed` with its last output. */
export async function runSetup(input: SetupInput): Promise<void> {
  const { command } = input;
  if (command === null) return;
  const end = await exec(['sh', '-c', `exec 2>&1\n${command}`], {
    cwd: input.cwd,
    env: input.env,
    timeoutMs: input.timeoutMs,
    maxOutput: 256 * 1024,
    keep: 'tail',
    signal: input.signal,
    onOutput: (chunk) => input.onOutput(stripAnsi(chunk.toString('utf8'))),
  });
  if (end.exitCode === 0) return;
  const how = end.timedOut
    ? `did not end within ${input.timeoutMs / 1000} s`
    : `ended with exit code ${end.exitCode}`;
  throw new AppError('setup_failed', `The setup command (${command}) ${how}.`, {
    next: 'Correct it in .tasklane/config.json, then retry.',
    details: { output: tailOf(stripAnsi(end.stdout.toString('utf8'))) },
  });
}
