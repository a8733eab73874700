// Runs a command in the workspace: tests, builds, git, anything the other tools do not do.
import { z } from 'zod';
import { stripAnsi, tailOf } from '../../../lib/text.ts';
import { HeadAndTail } from './head-and-tail.ts';
import { runCommand } from './run-command.ts';
import type { CommandEnd } from './run-command.ts';
import { failed } from './tool.ts';
import type { Outcome, Progress, Tool, ToolContext } from './tool.ts';

const maxOutput = 30_000;
const defaultTimeout = 120;
const maxTimeout = 600;
const progressEveryMs = 500;

const Input = z.object({
  command: z.string().min(1).describe('The command, as for bash -c.'),
  timeout_seconds: z
    .number()
    .min(1)
    .max(maxTimeout)
    .optional()
    .describe(`After this time it is killed; without it ${defaultTimeout}, at most ${maxTimeout}.`),
  description: z.string().optional().describe('What it is for, in a few words.'),
});
type Command = z.output<typeof Input>;

export const runShellCommandTool: Tool<typeof Input> = {
  name: 'run_shell_command',
  description:
    'Runs a shell command in the working directory and gives its output and exit code. Nobody can answer its questions, and everything it started ends with it: use no commands that wait or stay in the background.',
  kind: 'execute',
  effect: 'executes',
  input: Input,
  // A person who is asked decides by the command, not by what the model says it is for.
  view: (input) => ({ title: titleOf(input.command), paths: [] }),
  prepare: (input, context) =>
    Promise.resolve({
      kind: 'prepared',
      diffs: [],
      run: (progress, signal) => run(input, context, progress, signal),
    }),
};

function titleOf(command: string): string {
  const line = command.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return line.length <= 200 ? line : `${line.slice(0, 200)}…`;
}

async function run(
  input: Command,
  context: ToolContext,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const output = new HeadAndTail(maxOutput);
  let shownAt = performance.now();
  const end = await runCommand(
    input.command,
    {
      cwd: context.workspace.root,
      env: context.commandEnvironment,
      timeoutMs: (input.timeout_seconds ?? defaultTimeout) * 1000,
      onOutput: (text) => {
        output.add(text);
        if (performance.now() - shownAt < progressEveryMs) return;
        shownAt = performance.now();
        progress(tailOf(stripAnsi(output.text())));
      },
    },
    signal,
  );
  return report(stripAnsi(output.text()).trimEnd(), end, input);
}

function report(output: string, end: CommandEnd, input: Command): Outcome {
  const printed = output === '' ? '(no output)' : output;
  if (end.kind === 'exited' && end.exitCode === 0) return { kind: 'done', text: printed };
  return failed(`${printed}\n\n[${howItEnded(end, input)}]`);
}

function howItEnded(end: CommandEnd, input: Command): string {
  switch (end.kind) {
    case 'exited':
      return `exit code ${end.exitCode}`;
    case 'killed':
      return `killed by ${end.signal}`;
    case 'timed_out':
      return `killed after ${input.timeout_seconds ?? defaultTimeout} s, its time limit (timeout_seconds, at most ${maxTimeout})`;
  }
}
