// The part of the table of commands that is about what agents do, did and used.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { JobsFlags } from './commands/jobs.ts';
import type { StatisticsFlags } from './commands/statistics.ts';
import type { UsageFlags } from './commands/usage.ts';
import type { Context } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addUsageCommand(root: Command, context: Context, start: Start): void {
  withOutput(root.command('usage'))
    .description('tokens and money that agents used, of all projects')
    .addOption(
      new Option('--by <what>', 'sums of what (default: agent)').choices([
        'agent',
        'project',
        'day',
        'model',
      ]),
    )
    .option('--from <day>', 'first day, such as 2026-11-21')
    .option('--to <day>', 'last day')
    .addOption(projectOption())
    .action((flags: UsageFlags) =>
      start(async () => (await import('./commands/usage.ts')).usage(context, flags)),
    );
  withOutput(root.command('jobs'))
    .description('all that goes on in the background: agents, subagents, planners, merges')
    .addOption(projectOption())
    .action((flags: JobsFlags) =>
      start(async () => (await import('./commands/jobs.ts')).jobs(context, flags)),
    );
  withOutput(root.command('statistics'))
    .description('what became of the work of agents, how long it took and how long it had waited')
    .addOption(new Option('--by <what>', 'rows of what (default: agent)').choices(['agent', 'day']))
    .option('--from <day>', 'first day, such as 2026-11-21 (default: thirty days ago)')
    .option('--to <day>', 'last day')
    .addOption(projectOption())
    .action((flags: StatisticsFlags) =>
      start(async () => (await import('./commands/statistics.ts')).statistics(context, flags)),
    );
}
