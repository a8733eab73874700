// The `tasklane intake …` part of the table of commands.
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { intakeChoices, trackerChoices } from '../api/choices.ts';
import type { IntakeAddJson } from '../api/intake-schemas.ts';
import type { IntakeAddFlags, IntakeListFlags } from './commands/intake.ts';
import type { Context } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addIntakeCommands(root: Command, context: Context, start: Start): void {
  const intake = root
    .command('intake')
    .alias('intakes')
    .description('addresses that issue trackers send issues to');
  withOutput(intake.command('add'))
    .description(
      'make an address for a tracker; an issue with the label becomes a plan. Prints the secret, once',
    )
    .addArgument(new Argument('<tracker>', 'who sends; gitea is Forgejo too').choices(trackerChoices))
    .requiredOption('--label <names...>', 'an issue with one of these labels is taken')
    .addOption(new Option('--makes <what>', 'what it becomes (default: plan)').choices(intakeChoices))
    .addOption(projectOption())
    .action((tracker: IntakeAddJson['tracker'], flags: IntakeAddFlags) =>
      start(async () => (await import('./commands/intake.ts')).addIntake(context, tracker, flags)),
    );
  withOutput(intake.command('list').alias('ls'))
    .description('list the addresses with their labels')
    .addOption(projectOption())
    .action((flags: IntakeListFlags) =>
      start(async () => (await import('./commands/intake.ts')).listIntakes(context, flags)),
    );
  intake
    .command('remove')
    .alias('rm')
    .description('refuse from now on what is sent to it')
    .argument('<intake>', 'its id, or the beginning of it')
    .action((ref: string) =>
      start(async () => (await import('./commands/intake.ts')).removeIntake(context, ref)),
    );
}
