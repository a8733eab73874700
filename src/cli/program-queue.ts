// The `tasklane queue …` part of the table of commands.
import type { Command } from 'commander';
import type { ConflictFlags } from './commands/queue-conflicts.ts';
import type { MergesFlags } from './commands/queue-merges.ts';
import type { ForgetFlags, ResolutionFlags } from './commands/queue-resolutions.ts';
import type { QueueFlags } from './commands/queue.ts';
import type { Context } from './context.ts';
import { positive, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addQueueCommands(root: Command, context: Context, start: Start): Command {
  const queue = withOutput(root.command('queue'))
    .description('show what waits, in the order in which it would start, and why')
    .addOption(projectOption())
    .option('-A, --all', 'of all projects')
    .option('-n, --limit <count>', 'at most so many waiting tasks (default: 1000)', positive)
    .option('--cursor <text>', 'the next page, as the last one names it')
    .option('-w, --watch', 'go on, with every change, until Ctrl-C')
    .action((flags: QueueFlags) =>
      start(async () => (await import('./commands/queue.ts')).showQueue(context, flags)),
    );
  withOutput(queue.command('conflicts'))
    .description('show which work does not go together with the branch or other tasks, before it is applied')
    .argument('[task]', 'only what this task has to do with')
    .addOption(projectOption())
    .option('-A, --all', 'of all projects')
    .action((ref: string | undefined, flags: ConflictFlags) =>
      start(async () => (await import('./commands/queue-conflicts.ts')).showConflicts(context, ref, flags)),
    );
  withOutput(queue.command('merges'))
    .description('show what waits to be merged into the branch, in the order in which it lands')
    .addOption(projectOption())
    .option('-A, --all', 'of all projects')
    .action((flags: MergesFlags) =>
      start(async () => (await import('./commands/queue-merges.ts')).showMerges(context, flags)),
    );
  withOutput(queue.command('resolutions'))
    .description('show how conflicts were resolved, which is used again where the same conflict comes back')
    .addOption(projectOption())
    .action((flags: ResolutionFlags) =>
      start(async () => (await import('./commands/queue-resolutions.ts')).listResolutions(context, flags)),
    );
  withOutput(queue.command('forget'))
    .description('forget how conflicts were resolved; what was applied with it stays as it is')
    .argument('[resolution...]', 'ids, or what they begin with')
    .addOption(projectOption())
    .option('--all', 'all of the project')
    .option('-y, --yes', 'without asking')
    .action((refs: readonly string[], flags: ForgetFlags) =>
      start(async () =>
        (await import('./commands/queue-resolutions.ts')).forgetResolutions(context, refs, flags),
      ),
    );
  return queue;
}
