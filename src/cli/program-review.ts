// The part of the table of commands that is about reviewing work: comments on its lines, and asking for changes.
import type { Command } from 'commander';
import type { CommentAddFlags } from './commands/task-comment.ts';
import type { PreviewFlags } from './commands/task-preview.ts';
import type { RequestChangesFlags } from './commands/task-request-changes.ts';
import type { CompareFlags, VariantsFlags } from './commands/task-variants.ts';
import type { Context } from './context.ts';
import { append, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';
import type { TaskFlags } from './task-ref.ts';

export function addReviewCommands(task: Command, context: Context, start: Start): void {
  withOutput(task.command('preview'))
    .description("show the work of a task: start its project's preview command, and print the address")
    .argument('<task>', 'number, name or id')
    .addOption(projectOption())
    .option('--stop', 'stop it')
    .action((ref: string, flags: PreviewFlags) =>
      start(async () => (await import('./commands/task-preview.ts')).taskPreview(context, ref, flags)),
    );
  const comment = task.command('comment').description('comment on the lines of a task, for its agent');
  withOutput(comment.command('add'))
    .description('write a comment, as a draft that only you see until you request changes')
    .argument('<task>', 'number, name or id')
    .argument('<place>', 'file and line, or first and last line: src/cart.ts:12 or src/cart.ts:12-14')
    .argument('<text...>', 'what the agent is to know or change; - reads it from standard input')
    .addOption(projectOption())
    .option('--old', 'on the file as it was before the task')
    .action((ref: string, place: string, words: string[], flags: CommentAddFlags) =>
      start(async () =>
        (await import('./commands/task-comment.ts')).addComment(context, ref, place, words, flags),
      ),
    );
  withOutput(comment.command('list').alias('ls'))
    .description('show your drafts and the comments that were sent, where their lines are now')
    .argument('<task>', 'number, name or id')
    .addOption(projectOption())
    .action((ref: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-comment.ts')).listComments(context, ref, flags)),
    );
  withOutput(comment.command('remove').alias('rm'))
    .description('take a draft of yours away')
    .argument('<task>', 'number, name or id')
    .argument('<comment>', 'id of the comment')
    .addOption(projectOption())
    .action((ref: string, id: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-comment.ts')).removeComment(context, ref, id, flags)),
    );
  withOutput(task.command('request-changes'))
    .description('send your comments to the agent as one message; it goes on in the same copy')
    .argument('<task>', 'number, name or id')
    .argument('[message...]', 'what is to change besides; - reads it from standard input')
    .addOption(projectOption())
    .action((ref: string, words: string[], flags: RequestChangesFlags) =>
      start(async () =>
        (await import('./commands/task-request-changes.ts')).requestChanges(context, ref, words, flags),
      ),
    );
  addVariantCommands(task, context, start);
}

function addVariantCommands(task: Command, context: Context, start: Start): void {
  const one = (name: string, description: string): Command =>
    withOutput(task.command(name))
      .description(description)
      .argument('<task>', 'number, name or id')
      .addOption(projectOption());
  one('variants', 'have more agents or prompts attempt what a task asks for')
    .option(
      '--variant <what>',
      'one more: agent=NAME, model=PROVIDER/ID, prompt=TEXT, prompt+=TEXT; may be repeated',
      append,
    )
    .action((ref: string, flags: VariantsFlags) =>
      start(async () => (await import('./commands/task-variants.ts')).addVariants(context, ref, flags)),
    );
  one('compare', 'show the variants of a task side by side')
    .option('--judge [agent]', 'have an agent put them into an order, with reasons that are checked')
    .option('--model <provider/model>', 'with which model it judges')
    .action((ref: string, flags: CompareFlags) =>
      start(async () => (await import('./commands/task-variants.ts')).compareVariants(context, ref, flags)),
    );
  one('pick', 'keep a variant, and let go of the others').action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-variants.ts')).pickVariant(context, ref, flags)),
  );
}
