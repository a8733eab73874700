// `tasklane ask`, `request` and `plan …`: the part of the table of commands about planning.
import type { Command } from 'commander';
import type { AskFlags } from './commands/request.ts';
import type { PlanListFlags } from './commands/plan.ts';
import type { Context, OutputFlags } from './context.ts';
import { projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

const kinds = [
  ['ask', 'question', 'ask a question about the repository; no task is made'],
  ['request', 'prompt', 'make one wish into a good task, to be looked at before it runs'],
  ['plan', 'plan', 'split a goal into draft tasks, to be looked at before they run'],
] as const;

export function addPlanningCommands(root: Command, context: Context, start: Start): void {
  for (const [name, kind, description] of kinds) {
    const command = withOutput(root.command(name))
      .description(description)
      .argument(
        '[words...]',
        'in plain words, or the address of an issue; - reads standard input, FILE.md that file',
      )
      .addOption(projectOption())
      .option('--agent <name>', 'who plans (default: the agent of the settings)')
      .option('--model <provider/model>', 'with which model')
      .option('--no-wait', 'do not wait for the answer');
    command.action((words: string[], flags: AskFlags) =>
      start(async () => (await import('./commands/request.ts')).ask(context, kind, words, flags)),
    );
    if (name === 'plan')
      command.option('--checklist', 'make each open item of a Markdown checklist a draft, without a planner');
    if (name === 'plan') addDeciding(command, context, start);
  }
}

function addDeciding(plan: Command, context: Context, start: Start): void {
  withOutput(plan.command('list').alias('ls'))
    .description('list questions, requests and plans')
    .addOption(projectOption())
    .action((flags: PlanListFlags) =>
      start(async () => (await import('./commands/plan.ts')).listPlans(context, flags)),
    );
  withOutput(plan.command('show'))
    .description('show one with its drafts, and what changed in its newest revision')
    .argument('<request>', 'its id, or the beginning of it')
    .action((ref: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/plan.ts')).showPlan(context, ref, flags)),
    );
  withOutput(plan.command('revise'))
    .description('say what should be otherwise')
    .argument('<request>', 'its id, or the beginning of it')
    .argument('[words...]', 'in plain words; - reads standard input')
    .option('--no-wait', 'do not wait for the answer')
    .action((ref: string, words: string[], flags: AskFlags) =>
      start(async () => (await import('./commands/plan.ts')).revisePlan(context, ref, words, flags)),
    );
  for (const [how, description] of [
    ['accept', 'start all its drafts'],
    ['archive', 'put it and its drafts away'],
  ] as const)
    withOutput(plan.command(how))
      .description(description)
      .argument('<request>', 'its id, or the beginning of it')
      .action((ref: string, flags: OutputFlags) =>
        start(async () => (await import('./commands/plan.ts')).decidePlan(context, how, ref, flags)),
      );
}
