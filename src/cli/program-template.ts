// The `tasklane template …` part of the table of commands.
import type { Command } from 'commander';
import type { InitFlags } from './commands/template-init.ts';
import type { ListTemplatesFlags } from './commands/template-list.ts';
import type { PushFlags } from './commands/template-push.ts';
import type { DeleteTemplateFlags, ShowTemplateFlags } from './commands/template-show.ts';
import type { Context, OutputFlags } from './context.ts';
import { withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addTemplateCommands(root: Command, context: Context, start: Start): void {
  const template = root
    .command('template')
    .alias('templates')
    .description('named ways to set up and run tasks')
    .addHelpText(
      'after',
      '\nA folder with a template.yaml is pushed; each push of other files is a new version.\nUse one with: tasklane task create --template NAME --preset NAME "…"',
    );
  addMaking(template, context, start);
  addLooking(template, context, start);
}

function addMaking(template: Command, context: Context, start: Start): void {
  withOutput(template.command('init'))
    .description('write a folder to begin a template with')
    .argument('<dir>', 'a folder that does not exist yet')
    .option('--from <template>', 'begin with a copy of this one')
    .option('--template-version <version>', 'and of this version (default: the active one)')
    .action((dir: string, flags: InitFlags) =>
      start(async () => (await import('./commands/template-init.ts')).initTemplate(context, dir, flags)),
    );
  withOutput(template.command('push'))
    .description('store a folder as a template, or as a new version of one')
    .argument('<dir>', 'the folder with template.yaml')
    .option('--name <name>', 'what to call it (default: the name in template.yaml)')
    .option('--version-name <name>', 'what to call the version (default: v1, v2, …)')
    .option('--message <text>', 'why, for those who read the list of versions')
    .option('--no-activate', 'do not use it for new tasks yet')
    .action((dir: string, flags: PushFlags) =>
      start(async () => (await import('./commands/template-push.ts')).pushTemplate(context, dir, flags)),
    );
  one(template, 'promote', 'use a version for new tasks from now on')
    .argument('<version>', 'name, number or id')
    .action((ref: string, version: string, flags: OutputFlags) =>
      start(async () =>
        (await import('./commands/template-show.ts')).promoteTemplate(context, ref, version, flags),
      ),
    );
  withOutput(template.command('delete').alias('rm'))
    .description('delete templates; tasks made from them keep what they have')
    .argument('<template...>', 'names or ids')
    .option('-y, --yes', 'do not ask')
    .action((refs: string[], flags: DeleteTemplateFlags) =>
      start(async () => (await import('./commands/template-show.ts')).deleteTemplates(context, refs, flags)),
    );
}

function addLooking(template: Command, context: Context, start: Start): void {
  withOutput(template.command('list').alias('ls'))
    .description('list the templates')
    .option('-q, --quiet', 'print only names')
    .action((flags: ListTemplatesFlags) =>
      start(async () => (await import('./commands/template-list.ts')).listTemplates(context, flags)),
    );
  one(template, 'show', 'show what a template sets, its parameters and its presets')
    .option('--template-version <version>', 'name, number or id (default: the active one)')
    .action((ref: string, flags: ShowTemplateFlags) =>
      start(async () => (await import('./commands/template-show.ts')).showTemplate(context, ref, flags)),
    );
  one(template, 'versions', 'list the versions of a template, newest first').action(
    (ref: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/template-list.ts')).listVersions(context, ref, flags)),
  );
}

/** A command on a template. */
function one(template: Command, name: string, description: string): Command {
  return withOutput(template.command(name)).description(description).argument('<template>', 'name or id');
}
