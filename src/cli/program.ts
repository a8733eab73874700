// The table of commands: names, arguments, flags, help. What a command does is in commands/, loaded when it is called.
import { Command } from 'commander';
import type { BuildLogsFlags } from './commands/logs.ts';
import type { RunFlags } from './commands/run.ts';
import type { ServeFlags } from './commands/serve.ts';
import type { Context, OutputFlags } from './context.ts';
import { helpWithExamples } from './examples.ts';
import { exitCodeHelp, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { port, positive, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';
import { addAccountCommands } from './program-account.ts';
import { addAgentCommands } from './program-agent.ts';
import { addProjectCommands } from './program-project.ts';
import { addLiveCommands } from './program-live.ts';
import { addPhaseCommands } from './program-phase.ts';
import { addPlanningCommands } from './program-planning.ts';
import { addQueueCommands } from './program-queue.ts';
import { addIntakeCommands } from './program-intake.ts';
import { addScheduleCommands } from './program-schedule.ts';
import { addShellCommands } from './program-shell.ts';
import { addSubagentCommands } from './program-subagent.ts';
import { addTaskCommands } from './program-task.ts';
import { addTrashCommands } from './program-trash.ts';
import { addUsageCommand } from './program-usage.ts';
import { addTemplateCommands } from './program-template.ts';
import { withTaskFields } from './task-fields.ts';
import { withTemplateFields } from './template-fields.ts';

export interface Program {
  /** The table itself, for what is derived from it: completion, man pages, tests. */
  readonly root: Command;
  /** Throws CommanderError for wrong usage (and for shown help), and whatever the command throws. */
  run(argv: readonly string[]): Promise<ExitCode>;
}

type Add = (root: Command, context: Context, start: Start) => unknown;

interface Part {
  /** In the help of the program. */
  readonly heading: 'Work:' | 'People:' | 'System:';
  /** First words of a line for which this part is enough: building all of the table takes as long as the rest. */
  readonly enoughFor: readonly string[];
  readonly add: Add;
}

const addQueue: Add = (root, context, start) =>
  addPhaseCommands(addQueueCommands(root, context, start), context, start);

/** In the order of the help. */
const parts: readonly Part[] = [
  { heading: 'Work:', enoughFor: ['run'], add: addRun },
  { heading: 'Work:', enoughFor: ['ask', 'request', 'plan'], add: addPlanningCommands },
  { heading: 'Work:', enoughFor: ['intake', 'intakes'], add: addIntakeCommands },
  { heading: 'Work:', enoughFor: ['schedule', 'schedules'], add: addScheduleCommands },
  { heading: 'Work:', enoughFor: ['task', 'tasks'], add: addTaskCommands },
  { heading: 'Work:', enoughFor: ['queue'], add: addQueue },
  { heading: 'Work:', enoughFor: ['trash'], add: addTrashCommands },
  { heading: 'Work:', enoughFor: ['logs'], add: addLogs },
  { heading: 'Work:', enoughFor: ['template', 'templates'], add: addTemplateCommands },
  { heading: 'Work:', enoughFor: ['subagent', 'subagents'], add: addSubagentCommands },
  { heading: 'Work:', enoughFor: ['project', 'projects'], add: addProjectCommands },
  { heading: 'Work:', enoughFor: [], add: addLiveCommands },
  { heading: 'Work:', enoughFor: ['usage', 'statistics', 'jobs'], add: addUsageCommand },
  { heading: 'People:', enoughFor: [], add: addAccountCommands },
  { heading: 'System:', enoughFor: ['serve', 'stop'], add: addServe },
  {
    heading: 'System:',
    enoughFor: ['agent', 'agents', 'session', 'config', 'doctor'],
    add: addSystemCommands,
  },
  { heading: 'System:', enoughFor: ['completion'], add: addShellCommands },
];

/** `firstWord` of the line, if it is known, may save the parts of the table that it cannot need. */
export function createProgram(context: Context, firstWord?: string): Program {
  let code: ExitCode = exitCodes.ok;
  const start: Start = async (command) => void (code = (await command()) ?? exitCodes.ok);
  const root = rootCommand(context);
  for (const { heading, add } of partsFor(firstWord)) {
    root.commandsGroup(heading);
    add(root, context, start);
  }
  return {
    root,
    run: async (argv) => {
      await root.parseAsync(argv, { from: 'user' });
      return code;
    },
  };
}

function partsFor(word: string | undefined): readonly Part[] {
  if (word === '--version' || word === '-V') return [];
  const part = parts.find(({ enoughFor }) => word !== undefined && enoughFor.includes(word));
  return part === undefined ? parts : [part];
}

/** For the test that holds them against the whole table. */
export const firstWords: readonly string[] = parts.flatMap(({ enoughFor }) => enoughFor);

function rootCommand(context: Context): Command {
  return (
    new Command('tasklane')
      .description(
        'Gives tasks to coding agents, each in its own copy of your repository, and verifies what they did.',
      )
      .version(context.version, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print help')
      .helpCommand(false) // ours knows topics too: program-shell.ts
      .configureHelp({ formatHelp: helpWithExamples })
      // Taken out of the line before it is read (remote.ts), so that they may stand anywhere in it.
      .option('--url <url>', 'another daemon than that of this machine (or $TASKLANE_URL, $CODER_URL)')
      .option('--token <token>', 'the token for it (or $TASKLANE_TOKEN, $CODER_SESSION_TOKEN)')
      .option('--global-config <dir>', 'where sign-ins are kept, as with --home (or $TASKLANE_HOME)')
      .option('--no-version-warning', 'do not say that the server has another version')
      .addHelpText('after', `\n${exitCodeHelp}\n\nStart with: tasklane run "Fix the failing test"`)
      // A flag behind a subcommand is that subcommand's, also where the command above it knows one of the same name.
      .enablePositionalOptions()
      .exitOverride()
      .configureOutput({
        writeOut: (text) => void context.stdout.write(text),
        writeErr: (text) => void context.stderr.write(text),
        getOutHelpWidth: () => context.stdout.columns ?? 100,
        getErrHelpWidth: () => context.stderr.columns ?? 100,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
        outputError: () => undefined, // main reports it, in words or as JSON
      })
  );
}

function addRun(root: Command, context: Context, start: Start): void {
  const command = root
    .command('run')
    .description('do one task now and watch it')
    .argument('[prompt...]', 'what you want, in plain words; - reads it from standard input')
    .addOption(projectOption())
    .option('--name <name>', 'name of the task, in lower case and with hyphens');
  withTemplateFields(withTaskFields(command))
    .option('--apply', 'apply the work to the branch when it is ready')
    .option('--json', 'one event a line, at the end {"type":"summary","task":…}')
    .addHelpText(
      'after',
      `\nCtrl-C cancels the task; a second Ctrl-C leaves it to itself.\n\n${exitCodeHelp}`,
    );
  command.action((words: string[], flags: RunFlags) =>
    start(async () => (await import('./commands/run.ts')).run(context, words, flags)),
  );
}

function addLogs(root: Command, context: Context, start: Start): void {
  withOutput(root.command('logs'))
    .description('print how the workspace of a task was started: its phases, the setup script, the checks')
    .argument('<workspace>', 'the workspace has the name and the id of its task')
    .addOption(projectOption())
    .option('-f, --follow', 'go on until the task comes to rest')
    .option('-n, --build-number <number>', 'accepted for Coder; a workspace has one log here', positive)
    .action((ref: string, flags: BuildLogsFlags) =>
      start(async () => (await import('./commands/logs.ts')).buildLogs(context, ref, flags)),
    );
}

function addServe(root: Command, context: Context, start: Start): void {
  root
    .command('serve')
    .description('run the daemon in this terminal (other commands start it by themselves)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on; 0 picks a free one (default: 4747)', port)
    .option(
      '--home <dir>',
      'where everything is kept (default: $TASKLANE_HOME, or the data folder of this platform)',
    )
    .option(
      '--background',
      'as started by other commands: no terminal; another port when the default one is taken',
    )
    .addHelpText(
      'after',
      `\nThe first line on standard output is the URL.\n\n${exitCodeHelp}\n  4    with --background: another daemon has this home`,
    )
    .action((flags: ServeFlags) =>
      start(async () => (await import('./commands/serve.ts')).serve(context, flags)),
    );
  root
    .command('stop')
    .description('stop the daemon; work under way goes on when it starts again')
    .action(() => start(async () => (await import('./commands/stop.ts')).stop(context)));
}

function addSystemCommands(root: Command, context: Context, start: Start): void {
  addAgentCommands(root, context, start);
  const config = root.command('config').description('settings and where they come from');
  withOutput(config.command('show'))
    .description('print the effective settings, each with its source')
    .addOption(projectOption())
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/config.ts')).showConfig(context, flags)),
    );
  withOutput(root.command('doctor'))
    .description('check git, the store, agents and the sandbox, and say how to fix each')
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/doctor.ts')).doctor(context, flags)),
    );
  root
    .command('mcp')
    .description('an MCP server on standard input and output, for agents and editors')
    .addHelpText(
      'after',
      '\nIt passes everything on to the daemon, and starts that where none runs. Put it into the settings of a client:' +
        '\n  {"mcpServers": {"tasklane": {"command": "tasklane", "args": ["mcp"]}}}',
    )
    .action(() => start(async () => (await import('./commands/mcp.ts')).mcp(context)));
}
