// What agents want from people, in the `tasklane task …` part of the table of commands.
import type { Command } from 'commander';
import type { AnswerFlags, ApprovalsFlags, DecideFlags } from './commands/task-approvals.ts';
import type { Context } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addInquiryCommands(task: Command, context: Context, start: Start): void {
  withOutput(task.command('approvals'))
    .description('list what agents want from you: leave to do something, and answers')
    .argument('[task]', 'only of this one: number, name or id')
    .addOption(projectOption())
    .option('-a, --all', 'also what was decided already')
    .action((ref: string | undefined, flags: ApprovalsFlags) =>
      start(async () => (await import('./commands/task-approvals.ts')).listApprovals(context, ref, flags)),
    );
  deciding(task, 'approve', 'let an agent do what it asks leave for').action(
    (ref: string, id: string | undefined, flags: DecideFlags) =>
      start(async () =>
        (await import('./commands/task-approvals.ts')).decide(context, 'approve', ref, id, flags),
      ),
  );
  deciding(task, 'deny', 'do not let an agent do what it asks leave for')
    .option('--reason <text>', 'why not; the agent is told with its next prompt')
    .action((ref: string, id: string | undefined, flags: DecideFlags) =>
      start(async () =>
        (await import('./commands/task-approvals.ts')).decide(context, 'deny', ref, id, flags),
      ),
    );
  withOutput(task.command('answer'))
    .description('answer what an agent asked; it goes on with that')
    .argument('<task>', 'number, name or id')
    .argument('[answer...]', 'what to say; - reads it from standard input')
    .addOption(projectOption())
    .option('--question <id>', 'only if this question is still open')
    .option('--stdin', 'read it from standard input, as with -')
    .action((ref: string, words: string[], flags: AnswerFlags) =>
      start(async () =>
        (await import('./commands/task-approvals.ts')).answerTask(context, ref, words, flags),
      ),
    );
}

function deciding(task: Command, name: string, description: string): Command {
  return withOutput(task.command(name))
    .description(description)
    .argument('<task>', 'number, name or id')
    .argument('[approval]', 'its id, where the task waits for several')
    .addOption(projectOption())
    .option('--choice <id>', "one of the agent's own answers (see: tasklane task approvals)");
}
