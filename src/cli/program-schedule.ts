// The `tasklane schedule …` part of the table of commands.
import { Option } from 'commander';
import type { Command } from 'commander';
import { missedChoices, scheduleChoices } from '../api/choices.ts';
import type { ScheduleFlags } from './commands/schedule-create.ts';
import type { ScheduleEditFlags } from './commands/schedule-edit.ts';
import type { ScheduleListFlags } from './commands/schedule.ts';
import type { Context, OutputFlags } from './context.ts';
import { positive, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

const changes = [
  ['pause', 'let nothing run until it is resumed'],
  ['resume', 'go on with the next time from now'],
  ['run', 'run it once now, also when it is paused'],
] as const;

function addTimes(command: Command): Command {
  return command
    .option('--cron <expression>', 'minute, hour, day of the month, month, day of the week')
    .option('--at <time>', 'once, such as 2026-12-01T09:00')
    .option('--zone <zone>', 'whose clocks count, such as Europe/Berlin');
}

export function addScheduleCommands(root: Command, context: Context, start: Start): void {
  const schedule = root
    .command('schedule')
    .alias('schedules')
    .description('tasks and plans at certain times');
  withOutput(schedule.command('create'))
    .description('make a task, a plan or a prompt again and again, or once, at a time')
    .argument('[words...]', 'what is to be done, in plain words; - reads standard input')
    .option('--cron <expression>', 'minute, hour, day of the month, month, day of the week')
    .option('--at <time>', 'once, such as 2026-12-01T09:00')
    .option('--zone <zone>', 'whose clocks count, such as Europe/Berlin (default: that of this machine)')
    .addOption(new Option('--makes <what>', 'what it makes (default: task)').choices(scheduleChoices))
    .addOption(
      new Option(
        '--missed <policy>',
        'when times passed unseen: one run for all, or none (default: once)',
      ).choices(missedChoices),
    )
    .option('--name <name>', 'lower-case letters, digits and hyphens (default: from the words)')
    .option('--agent <name>', 'who works (default: the agent of the settings)')
    .option('--model <provider/model>', 'with which model')
    .addOption(projectOption())
    .action((words: string[], flags: ScheduleFlags) =>
      start(async () =>
        (await import('./commands/schedule-create.ts')).createSchedule(context, words, flags),
      ),
    );
  withOutput(schedule.command('list').alias('ls'))
    .description('list schedules with their next runs')
    .addOption(projectOption())
    .action((flags: ScheduleListFlags) =>
      start(async () => (await import('./commands/schedule.ts')).listSchedules(context, flags)),
    );
  withOutput(schedule.command('show'))
    .description('show one with its last runs')
    .argument('<schedule>', 'its name, or id')
    .action((ref: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/schedule.ts')).showSchedule(context, ref, flags)),
    );
  const edit = withOutput(schedule.command('edit'))
    .description('change one; what is not named stays')
    .argument('<schedule>', 'its name, or id')
    .option('--text <words>', 'what is to be done; - reads standard input')
    .option('--name <name>', 'another name')
    .option('--if-version <number>', 'refuse it when it was changed since', positive);
  addTimes(edit)
    .addOption(new Option('--makes <what>', 'what it makes').choices(scheduleChoices))
    .addOption(new Option('--missed <policy>', 'when times passed unseen').choices(missedChoices))
    .option('--agent <name>', 'who works; an empty name: the agent of the settings')
    .option('--model <provider/model>', 'with which model; an empty one: the usual')
    .action((ref: string, flags: ScheduleEditFlags) =>
      start(async () => (await import('./commands/schedule-edit.ts')).editSchedule(context, ref, flags)),
    );
  for (const [how, description] of changes)
    withOutput(schedule.command(how))
      .description(description)
      .argument('<schedule>', 'its name, or id')
      .action((ref: string, flags: OutputFlags) =>
        start(async () => (await import('./commands/schedule.ts')).changeSchedule(context, how, ref, flags)),
      );
  schedule
    .command('delete')
    .alias('rm')
    .description('delete one; what it made stays')
    .argument('<schedule>', 'its name, or id')
    .action((ref: string) =>
      start(async () => (await import('./commands/schedule.ts')).deleteSchedule(context, ref)),
    );
}
