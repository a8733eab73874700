// The `tasklane trash …` part of the table of commands.
import type { Command } from 'commander';
import type { EmptyFlags } from './commands/trash-empty.ts';
import type { RestoreFlags } from './commands/trash-restore.ts';
import type { TrashFlags } from './commands/trash-list.ts';
import type { Context } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addTrashCommands(root: Command, context: Context, start: Start): void {
  const trash = root.command('trash').description('deleted, cancelled and dismissed work');
  withOutput(trash.command('list').alias('ls'))
    .description('show what can be restored, what belongs to no task, and what it takes on disk')
    .addOption(projectOption())
    .action((flags: TrashFlags) =>
      start(async () => (await import('./commands/trash-list.ts')).listTrash(context, flags)),
    );
  withOutput(trash.command('restore'))
    .description('take a task out of the trash, as it was')
    .argument('<entry>', 'number, name or id, or the id of what belongs to no task')
    .option('--branch <name>', 'make a branch with its newest commit instead')
    .addOption(projectOption())
    .action((entry: string, flags: RestoreFlags) =>
      start(async () => (await import('./commands/trash-restore.ts')).restoreTrash(context, entry, flags)),
    );
  withOutput(trash.command('empty'))
    .description('delete what is in the trash for good, after saying what that is')
    .argument('[entries...]', 'only these')
    .option('--older-than <time>', 'only what is in it for longer, such as 7d')
    .option('--dry-run', 'say what would be deleted, and delete nothing')
    .option('-y, --yes', 'do not ask')
    .addOption(projectOption())
    .action((entries: readonly string[], flags: EmptyFlags) =>
      start(async () => (await import('./commands/trash-empty.ts')).emptyTrash(context, entries, flags)),
    );
}
