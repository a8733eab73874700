// Setup (install dependencies, generate code) of a project or a template, run by the system before an agent or a check.
import { AppError } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import { firstOutput } from '../lib/first-output.ts';
import { stripAnsi, tailOf } from '../lib/text.ts';
import type { SetupScript } from './template/kit.ts';

export interface SetupInput {
  readonly scripts: readonly SetupScript[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of each script. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

/** Runs the scripts in a copy, one after the other. Throws `setup_failed` with the last output of one that fails. */
export async function runSetup(input: SetupInput): Promise<void> {
  for (const script of input.scripts) await runScript(input, script);
}

async function runScript(input: SetupInput, script: SetupScript): Promise<void> {
  const end = await exec(['sh', '-c', `exec 2>&1\n${script.command}`], {
    cwd: input.cwd,
    env: input.env,
    timeoutMs: input.timeoutMs,
    maxOutput: 256 * 1024,
    keep: 'tail',
    signal: input.signal,
    onOutput: firstOutput({
      show: input.onOutput,
      more: '\n[… more output; its end is told if it fails …]\n',
      clean: stripAnsi,
    }),
  });
  if (end.exitCode === 0) return;
  const how = end.timedOut
    ? `did not end within ${input.timeoutMs / 1000} s`
    : `ended with exit code ${end.exitCode}`;
  throw new AppError('setup_failed', `The ${script.name} ${how}.`, {
    next: script.next,
    details: { output: tailOf(stripAnsi(end.stdout.toString('utf8'))) },
  });
}
