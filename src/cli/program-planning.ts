// `tasklane ask`, `request` and `plan …`: the part of the table of commands about planning.
import type { Command } from 'commander';
import type { AskFlags } from './commands/request.ts';
import type { DirectionFlags, MergeFlags, PlanEditFlags, SplitFlags } from './commands/plan-edit.ts';
import type { PlanListFlags } from './commands/plan.ts';
import type { Context, OutputFlags } from './context.ts';
import { append, positive, projectOption, withOutput } from './flags.ts';
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
      .option('--no-wait', 'do not wait for the answer')
      .option('--follow', 'show what the agent does meanwhile');
    if (name === 'request')
      command
        .option('--edit', 'open the proposal in $EDITOR')
        .option(
          '--task <task>',
          'ask for a failed task, or a draft, differently; its agent is told the error',
        )
        .option(
          '--direction <words>',
          'do it once in each of two or more ways: [agent=NAME,][model=PROVIDER/ID,]words',
          append,
        );
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
    .option('--follow', 'show what the agent does meanwhile')
    .action((ref: string, words: string[], flags: AskFlags) =>
      start(async () => (await import('./commands/plan.ts')).revisePlan(context, ref, words, flags)),
    );
  addEditing(plan, context, start);
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

function addEditing(plan: Command, context: Context, start: Start): void {
  const load = async () => import('./commands/plan-edit.ts');
  const command = (name: string, description: string): Command =>
    withOutput(plan.command(name))
      .description(description)
      .argument('<request>', 'its id, or the beginning of it')
      .option('--if-revision <number>', 'refuse it when there is a newer revision', positive);
  command('edit', 'change one draft in $EDITOR')
    .argument('[task]', 'its key or number; not needed where there is one')
    .action((ref: string, task: string | undefined, flags: PlanEditFlags) =>
      start(async () => (await load()).editDraft(context, ref, task, flags)),
    );
  command('split', 'make several drafts of one')
    .argument('<task>', 'its key or number')
    .option('--part <words>', '“TITLE: PROMPT” or “TITLE [GLOBS]: PROMPT”; two or more', append)
    .action((ref: string, task: string, flags: SplitFlags) =>
      start(async () => (await load()).splitDraft(context, ref, task, flags)),
    );
  command('merge', 'make one draft of several')
    .argument('<tasks...>', 'their keys or numbers; the first one stays')
    .option('--title <title>', 'of the whole')
    .option('--prompt <prompt>', 'of the whole')
    .action((ref: string, tasks: string[], flags: MergeFlags) =>
      start(async () => (await load()).mergeDrafts(context, ref, tasks, flags)),
    );
  command('reorder', 'say in which order the drafts are started')
    .argument('<tasks...>', 'their keys or numbers; the others come after them')
    .action((ref: string, tasks: string[], flags: PlanEditFlags) =>
      start(async () => (await load()).reorderDrafts(context, ref, tasks, flags)),
    );
  command('directions', 'have the prompt of a request done once in each of several ways')
    .option(
      '--direction <words>',
      '[agent=NAME,][model=PROVIDER/ID,]words; two or more, or none to have it done once',
      append,
    )
    .action((ref: string, flags: DirectionFlags) =>
      start(async () => (await load()).directDraft(context, ref, flags)),
    );
  command('drop', 'put one draft away')
    .argument('<task>', 'its key or number')
    .action((ref: string, task: string, flags: PlanEditFlags) =>
      start(async () => (await load()).dropDraft(context, ref, task, flags)),
    );
}
