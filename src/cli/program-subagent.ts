// The `tasklane subagent …` part of the table of commands.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ChangeFlags } from './commands/subagent-change.ts';
import type { SubagentFlags } from './commands/subagent-list.ts';
import type { Context, OutputFlags } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';
import { withSubagentFields } from './subagent-fields.ts';
import type { TaskFlags } from './task-ref.ts';

export function addSubagentCommands(root: Command, context: Context, start: Start): void {
  const subagent = root
    .command('subagent')
    .alias('subagents')
    .description('helpers that the built-in agent hands parts of its work to');
  addLooking(subagent, context, start);
  addChanging(subagent, context, start);
  addRuns(subagent, context, start);
}

const level = (): Option =>
  new Option('--level <level>', 'of the repository, or your own for all projects').choices([
    'project',
    'user',
  ]);

function scoped(command: Command): Command {
  return withOutput(command).addOption(projectOption()).addOption(level());
}

function addLooking(subagent: Command, context: Context, start: Start): void {
  withOutput(subagent.command('list').alias('ls'))
    .addOption(projectOption())
    .description('list those there are, with what each may do')
    .action((flags: SubagentFlags) =>
      start(async () => (await import('./commands/subagent-list.ts')).listSubagents(context, flags)),
    );
  scoped(subagent.command('show'))
    .description('show one with its tools, limits and prompt')
    .argument('<name>', 'of the subagent')
    .action((name: string, flags: SubagentFlags) =>
      start(async () => (await import('./commands/subagent-list.ts')).showSubagent(context, name, flags)),
    );
  withOutput(subagent.command('validate'))
    .description('check files without using them; exit code 1 when one is not right')
    .argument('<file...>', 'Markdown with YAML front matter; - is standard input')
    .action((files: string[], flags: OutputFlags) =>
      start(async () =>
        (await import('./commands/subagent-change.ts')).validateSubagents(context, files, flags),
      ),
    );
}

function addChanging(subagent: Command, context: Context, start: Start): void {
  withSubagentFields(scoped(subagent.command('create')))
    .description('make one, in .tasklane/agents of the repository or of your home folder')
    .argument('[name]', 'letters, digits, - and _; with --file it stands there')
    .action((name: string | undefined, flags: ChangeFlags) =>
      start(async () => (await import('./commands/subagent-change.ts')).createSubagent(context, name, flags)),
    );
  withSubagentFields(scoped(subagent.command('edit')))
    .description('change some of what one is, or all with --file')
    .argument('<name>', 'of the subagent')
    .option('--rename <name>', 'what to call it from now on')
    .action((name: string, flags: ChangeFlags & { rename?: string }) =>
      start(async () => (await import('./commands/subagent-change.ts')).editSubagent(context, name, flags)),
    );
  scoped(subagent.command('delete').alias('rm'))
    .description('remove the file of one')
    .argument('<name>', 'of the subagent')
    .option('-y, --yes', 'do not ask')
    .action((name: string, flags: SubagentFlags & { yes?: boolean }) =>
      start(async () => (await import('./commands/subagent-change.ts')).deleteSubagent(context, name, flags)),
    );
}

function addRuns(subagent: Command, context: Context, start: Start): void {
  withOutput(subagent.command('runs'))
    .description("show what a task's subagents did and do")
    .argument('<task>', 'number, name or id')
    .addOption(projectOption())
    .action((task: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/subagent-runs.ts')).listRuns(context, task, flags)),
    );
  withOutput(subagent.command('stop'))
    .description('stop one of them; the agent hears so and goes on')
    .argument('<task>', 'number, name or id')
    .argument('<run>', 'the id that `subagent runs` shows')
    .addOption(projectOption())
    .action((task: string, run: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/subagent-runs.ts')).stopRun(context, task, run, flags)),
    );
}
