// The part of the table of commands that is about the table itself: help and completion.
import { Argument } from 'commander';
import type { Command } from 'commander';
import type { CompletionFlags, Shell } from './commands/completion.ts';
import type { Context } from './context.ts';
import { append } from './flags.ts';
import type { Start } from './flags.ts';
import { topicNames } from './topic-names.ts';

export function addShellCommands(root: Command, context: Context, start: Start): void {
  root
    .command('help')
    .description('print help for a command, or on a topic')
    .argument('[topic...]', `a command, or one of: ${topicNames.join(', ')}`)
    .action((words: string[]) =>
      start(async () => (await import('./commands/help.ts')).help(context, root, words)),
    );
  root
    .command('completion')
    .description('print the script that completes commands, flags and names in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .option('--name <name>', 'complete this name of the program too; may be given several times', append)
    .addHelpText(
      'after',
      `
bash  in ~/.bashrc:  source <(tasklane completion bash)
zsh   in ~/.zshrc:   source <(tasklane completion zsh)
fish  once:          tasklane completion fish > ~/.config/fish/completions/tasklane.fish

Names of tasks, projects and so on come from a daemon that runs; Tab never starts one.`,
    )
    .action((shell: Shell, flags: CompletionFlags) =>
      start(async () => (await import('./commands/completion.ts')).completion(context, shell, flags)),
    );
  root
    .command('__complete', { hidden: true })
    .description('what a shell may offer at the cursor; the completion scripts call it')
    .argument('[words...]')
    .helpOption(false)
    .action((words: string[]) =>
      start(async () => (await import('./commands/complete.ts')).complete(context, root, words)),
    );
}
