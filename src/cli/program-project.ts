// The `tasklane project …` part of the table of commands.
import type { Command } from 'commander';
import type { AddFlags } from './commands/project-add.ts';
import type { ProjectListFlags } from './commands/project-list.ts';
import type { ChangeSettingsFlags } from './commands/project-config.ts';
import type { RemoveFlags } from './commands/project-remove.ts';
import type { Context, OutputFlags } from './context.ts';
import { count, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addProjectCommands(root: Command, context: Context, start: Start): void {
  const project = root
    .command('project')
    .alias('projects')
    .description('the repositories that tasks are for');
  withOutput(project.command('add'))
    .description('add a repository (the first task in one does so too)')
    .argument(
      '[dir]',
      'any folder inside it, or the address of one elsewhere, which is cloned and pushed to',
      '.',
    )
    .option('--name <name>', 'what to call it (default: the name of its folder)')
    .option('--branch <branch>', 'the branch that work is applied to (default: the one that is checked out)')
    .option('--trust', 'let its own .tasklane/config.json say which programs run as agents')
    .action((dir: string, flags: AddFlags) =>
      start(async () => (await import('./commands/project-add.ts')).addProject(context, dir, flags)),
    );
  withOutput(project.command('list').alias('ls'))
    .description('list the projects')
    .option('-q, --quiet', 'print only ids')
    .action((flags: ProjectListFlags) =>
      start(async () => (await import('./commands/project-list.ts')).listProjects(context, flags)),
    );
  withOutput(project.command('show'))
    .description('show one project')
    .argument('[project]', 'name, id or folder (default: the repository you are in)')
    .action((ref: string | undefined, flags: OutputFlags) =>
      start(async () => (await import('./commands/project-show.ts')).showProject(context, ref, flags)),
    );
  withOutput(project.command('config'))
    .description('what counts for a project, who says so, and what it is instead of')
    .argument('[project]', 'name, id or folder (default: the repository you are in)')
    .action((ref: string | undefined, flags: OutputFlags) =>
      start(async () =>
        (await import('./commands/project-config.ts')).showProjectConfig(context, ref, flags),
      ),
    );
  withOutput(project.command('set'))
    .description('set something for one project, whatever its repository says; secrets belong elsewhere')
    .argument('<settings...>', 'KEY=VALUE, the value as text or JSON')
    .addOption(projectOption())
    .option('--if-version <number>', 'only if it is still this version of the settings', count)
    .action((settings: readonly string[], flags: ChangeSettingsFlags) =>
      start(async () =>
        (await import('./commands/project-config.ts')).setProjectConfig(context, settings, flags),
      ),
    );
  withOutput(project.command('reset'))
    .description('take back what was set for a project, so that its repository or home decides again')
    .argument('<keys...>', 'names of settings')
    .addOption(projectOption())
    .option('--if-version <number>', 'only if it is still this version of the settings', count)
    .action((keys: readonly string[], flags: ChangeSettingsFlags) =>
      start(async () =>
        (await import('./commands/project-config.ts')).resetProjectConfig(context, keys, flags),
      ),
    );
  withOutput(project.command('map'))
    .description('what a planner is told about the repository: its folders, languages, commands and guides')
    .argument('[project]', 'name, id or folder (default: the repository you are in)')
    .action((ref: string | undefined, flags: OutputFlags) =>
      start(async () => (await import('./commands/project-map.ts')).showMap(context, ref, flags)),
    );
  withOutput(project.command('remove').alias('rm'))
    .description('forget a project with its tasks; the repository itself stays as it is')
    .argument('<project>', 'name, id or folder')
    .option('-y, --yes', 'do not ask')
    .action((ref: string, flags: RemoveFlags) =>
      start(async () => (await import('./commands/project-remove.ts')).removeProject(context, ref, flags)),
    );
}
