// The `tasklane queue import | export | phase …` part of the table of commands: the claiming protocol for outside agents.
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { ImportFlags } from './commands/queue-import.ts';
import type { CancelPhaseFlags, FinishFlags } from './commands/phase-end.ts';
import type { CompleteFlags, FailFlags, HolderFlags, ReleaseFlags } from './commands/phase-task.ts';
import type { NextFlags } from './commands/phase-next.ts';
import type { Context } from './context.ts';
import { append, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';
import type { PhaseFlags } from './phase-ref.ts';

/** `queue` is the command that the others are added to. */
export function addPhaseCommands(queue: Command, context: Context, start: Start): void {
  queue.enablePositionalOptions();
  addFiles(queue, context, start);
  const phase = queue
    .command('phase')
    .description('tasks that run side by side, handed out to agents from outside')
    .addHelpText(
      'after',
      '\nAn agent asks with `next`, is given a task and a lease, and names both in each further call.\nWithout --phase the only one that is not over is meant.',
    );
  addForOrchestrators(phase, context, start);
  addForAgents(phase, context, start);
}

function addFiles(queue: Command, context: Context, start: Start): void {
  withOutput(queue.command('import'))
    .description('register a phase from a task-queue.json; the same file again is the same phase')
    .argument('[file]', 'the file; - reads standard input (default: session-state/task-queue.json)')
    .option('--prompt <text>', 'instead of a file: "2 tasks: api (src/api/*), ui (src/ui/*) after api"')
    .addOption(projectOption())
    .option('--name <name>', 'what to call the phase (default: task-queue)')
    .option('-c, --check <command>', 'the integration command; may be given several times', append)
    .option('--manual', 'integrate and merge only when told to, with `queue phase finish`')
    .action((file: string | undefined, flags: ImportFlags) =>
      start(async () => (await import('./commands/queue-import.ts')).importQueue(context, file, flags)),
    );
  withOutput(queue.command('export'))
    .description('print the queue as a task-queue.json, or write it into a file')
    .argument('[file]', 'where to write it (default: standard output)')
    .addOption(projectOption())
    .addOption(phaseOption())
    .action((file: string | undefined, flags: PhaseFlags) =>
      start(async () => (await import('./commands/queue-export.ts')).exportQueue(context, file, flags)),
    );
}

function addForOrchestrators(phase: Command, context: Context, start: Start): void {
  one(phase.command('show', { isDefault: true }), 'show who has which task, and why the others wait').action(
    (ref: string | undefined, flags: PhaseFlags) =>
      start(async () => (await import('./commands/phase-show.ts')).showPhase(context, ref, flags)),
  );
  withOutput(phase.command('list').alias('ls'))
    .description('list the phases, newest first')
    .addOption(projectOption())
    .option('-A, --all', 'of all projects')
    .action((flags: PhaseFlags & { readonly all?: boolean }) =>
      start(async () => (await import('./commands/phase-show.ts')).listPhases(context, flags)),
    );
  one(phase.command('finish'), 'merge what is complete, test it, and clear the queue away')
    .option('--keep-file', 'leave session-state/task-queue.json where it is')
    .action((ref: string | undefined, flags: FinishFlags) =>
      start(async () => (await import('./commands/phase-end.ts')).finishPhase(context, ref, flags)),
    );
  one(phase.command('cancel'), 'give the phase up; nothing is merged')
    .option('--reason <text>', 'why, for the log')
    .action((ref: string | undefined, flags: CancelPhaseFlags) =>
      start(async () => (await import('./commands/phase-end.ts')).cancelPhase(context, ref, flags)),
    );
}

function addForAgents(phase: Command, context: Context, start: Start): void {
  withOutput(phase.command('next'))
    .description('request the next task')
    .requiredOption('-a, --agent <name>', 'who asks')
    .option('-w, --workspace', 'make a private copy to work in, and say where it is')
    .option('--lease <span>', 'how long it is kept without a heartbeat: 90s, 10m (default: 10m)')
    .addOption(projectOption())
    .addOption(phaseOption())
    .action((flags: NextFlags) =>
      start(async () => (await import('./commands/phase-next.ts')).nextTask(context, flags)),
    );
  held(phase, 'heartbeat', 'keep a task, and read what people have written about it')
    .option('--lease <span>', 'for how long: 90s, 10m (default: 10m)')
    .action((task: string, flags: HolderFlags) =>
      start(async () => (await import('./commands/phase-task.ts')).heartbeat(context, task, flags)),
    );
  held(phase, 'complete', 'say that a task is done')
    .option('--summary <text>', 'what was done')
    .option('--branch <branch>', 'where the work is, when there is no copy')
    .action((task: string, flags: CompleteFlags) =>
      start(async () => (await import('./commands/phase-task.ts')).complete(context, task, flags)),
    );
  held(phase, 'fail', 'say that a task cannot be done')
    .requiredOption('--reason <text>', 'why')
    .action((task: string, flags: FailFlags) =>
      start(async () => (await import('./commands/phase-task.ts')).fail(context, task, flags)),
    );
  held(phase, 'release', 'give a task back, for another agent')
    .option('--reason <text>', 'why, for the log')
    .action((task: string, flags: ReleaseFlags) =>
      start(async () => (await import('./commands/phase-task.ts')).release(context, task, flags)),
    );
  held(phase, 'may-write', 'ask whether a task owns paths; exit code 1 when it does not own all of them')
    .argument('<path...>', 'from the root of the repository')
    .action((task: string, paths: string[], flags: HolderFlags) =>
      start(async () => (await import('./commands/phase-task.ts')).mayWrite(context, task, paths, flags)),
    );
}

/** A command on a phase. */
function one(command: Command, description: string): Command {
  return withOutput(command)
    .description(description)
    .argument('[phase]', 'name or id (default: the only one that is not over)')
    .addOption(projectOption());
}

/** A command of an agent on a task that it has. */
function held(phase: Command, name: string, description: string): Command {
  return withOutput(phase.command(name))
    .description(description)
    .argument('<task>', 'its id in the queue')
    .requiredOption('-a, --agent <name>', 'who asks')
    .requiredOption('-f, --fence <number>', 'of the lease that came with the task', fence)
    .addOption(projectOption())
    .addOption(phaseOption());
}

function phaseOption(): Option {
  return new Option('--phase <name>', 'name or id of the phase (default: the only one that is not over)');
}

function fence(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the whole number that `queue phase next` printed.');
}
