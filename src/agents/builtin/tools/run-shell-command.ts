// Runs a command in the workspace: tests, builds, git, anything the other tools do not do.
import { z } from 'zod';
import { stripAnsi, tailOf } from '../../../lib/text.ts';
import { sleep } from '../../../lib/sleep.ts';
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
  is_background: z
    .boolean()
    .optional()
    .describe(
      'It stays when this call ends, until stop_command or the end of the session: for servers and watchers.',
    ),
  description: z.string().optional().describe('What it is for, in a few words.'),
});
type Command = z.output<typeof Input>;

export const runShellCommandTool: Tool<typeof Input> = {
  name: 'run_shell_command',
  description:
    'Runs a shell command in the working directory and gives its output and exit code. Nobody can answer its questions, and everything it started ends with it. What is to stay, such as a server, is started with is_background; read_output shows what it prints.',
  kind: 'execute',
  effect: 'executes',
  input: Input,
  // A person who is asked decides by the command, not by what the model says it is for.
  view: (input) => ({ title: titleOf(input.command), paths: [] }),
  prepare: (input, context) =>
    Promise.resolve({
      kind: 'prepared',
      diffs: [],
      run: (progress, signal) =>
        input.is_background === true
          ? runBeside(input, context, signal)
          : run(input, context, progress, signal),
    }),
};

function titleOf(command: string): string {
  const line = command.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return line.length <= 200 ? line : `${line.slice(0, 200)}…`;
}

/** So long a command in the background is watched before the call ends: most mistakes show at once. */
const firstLookMs = 1000;

async function runBeside(input: Command, context: ToolContext, signal: AbortSignal): Promise<Outcome> {
  const { commands, workspace, commandEnvironment: env } = context;
  const started = commands.start(input.command, { cwd: workspace.root, env });
  if (typeof started === 'string') return failed(started);
  const { id, output, ended } = started;
  try {
    await Promise.race([ended, sleep(firstLookMs, signal)]);
  } catch (error) {
    await commands.stop(id);
    throw error;
  }
  const printed = stripAnsi(output.read(0, maxOutput).text).trimEnd();
  const text = printed === '' ? '(no output yet)' : printed;
  if (started.end !== null) return failed(`${text}\n\n[${id} ${started.end} at once]`);
  return {
    kind: 'done',
    text: `${text}\n\n[${id} runs in the background; read_output shows more, stop_command ends it]`,
  };
}

async function run(
  input: Command,
  context: ToolContext,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const output = new HeadAndTail(maxOutput);
  const kept = context.commands.keep();
  let shownAt = performance.now();
  const end = await runCommand(
    input.command,
    {
      cwd: context.workspace.root,
      env: context.commandEnvironment,
      timeoutMs: (input.timeout_seconds ?? defaultTimeout) * 1000,
      onOutput: (text) => {
        output.add(text);
        kept.output.add(text);
        if (performance.now() - shownAt < progressEveryMs) return;
        shownAt = performance.now();
        progress(tailOf(stripAnsi(output.text())));
      },
    },
    signal,
  );
  const hint = (from: number): string => `; read_output of ${kept.id} from offset ${from} shows them`;
  return report(stripAnsi(output.text(hint)).trimEnd(), end, input);
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
