// The `tasklane task …` part of the table of commands.
import { Option } from 'commander';
import type { Command } from 'commander';
import { policyNames, priorities } from '../api/choices.ts';
import type { ApplyFlags } from './commands/task-apply.ts';
import type { CreateFlags } from './commands/task-create.ts';
import type { DeleteFlags } from './commands/task-delete.ts';
import type { CancelFlags } from './commands/task-cancel.ts';
import type { DiffFlags } from './commands/task-diff.ts';
import type { ExportFlags } from './commands/task-export.ts';
import type { EditFlags } from './commands/task-edit.ts';
import type { EvidenceFlags } from './commands/task-evidence.ts';
import type { HistoryFlags } from './commands/task-history.ts';
import type { ListFlags } from './commands/task-list.ts';
import type { PauseFlags } from './commands/task-pause.ts';
import type { ResumeFlags } from './commands/task-resume.ts';
import type { SendFlags } from './commands/task-send.ts';
import type { LogsFlags } from './commands/task-logs.ts';
import type { MoveFlags } from './commands/task-move.ts';
import type { RetryFlags } from './commands/task-retry.ts';
import type { StatusFlags } from './commands/task-status.ts';
import type { UndoFlags } from './commands/task-undo.ts';
import type { WaitFlags } from './commands/task-wait.ts';
import type { Context, OutputFlags } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { coderStatuses } from '../api/coder-view.ts';
import { columnNames } from './column-names.ts';
import { append, orgOption, positive, projectOption, withOutput, withTable } from './flags.ts';
import type { Start } from './flags.ts';
import { withOtherLimits } from './limit-fields.ts';
import { addInquiryCommands } from './program-inquiry.ts';
import { refs, withTaskFields } from './task-fields.ts';
import { addReviewCommands } from './program-review.ts';
import { withTemplateFields } from './template-fields.ts';
import type { TaskFlags } from './task-ref.ts';

export function addTaskCommands(root: Command, context: Context, start: Start): void {
  const task = root
    .command('task')
    .alias('tasks')
    .description('look at tasks and decide about them')
    .addHelpText('after', '\nA task is named by its number (12), its name (fix-the-test) or its id.');
  addAsking(task, context, start);
  addLooking(task, context, start);
  addKeeping(task, context, start);
  addReviewCommands(task, context, start);
  addDeciding(task, context, start);
  addLanding(task, context, start);
  addInquiryCommands(task, context, start);
}

function addAsking(task: Command, context: Context, start: Start): void {
  const create = withOutput(task.command('create'))
    .description('give a task to the queue and do not wait for it')
    .argument('[prompt...]', 'what you want, in plain words; - reads it from standard input')
    .addOption(projectOption())
    .option('--name <name>', 'name of the task, in lower case and with hyphens')
    .option('--draft', 'do not start it before somebody accepts it')
    .option('--owner <user>', 'whose task it is (default: yours)')
    .addOption(orgOption())
    .option('--stdin', 'read the prompt from standard input, as with -')
    .option(
      '--variant <what>',
      'attempt it several times, once for each: agent=NAME, model=PROVIDER/ID, prompt=TEXT, prompt+=TEXT',
      append,
    )
    .option('-q, --quiet', 'print only its id');
  withTemplateFields(withTaskFields(create)).action((words: string[], flags: CreateFlags) =>
    start(async () => (await import('./commands/task-create.ts')).createTask(context, words, flags)),
  );
  const edit = one(task, 'edit', 'change a draft; of a queued task its priority, dependencies and files')
    .option('--prompt <text>', 'what you want, in plain words; - reads it from standard input')
    .option('--drop-dependency <tasks>', 'do not wait for these any more', refs)
    .option('--if-version <number>', 'only if it is still this version of the task', positive);
  withTaskFields(edit).action((ref: string, flags: EditFlags) =>
    start(async () => (await import('./commands/task-edit.ts')).editTask(context, ref, flags)),
  );
  one(task, 'accept', 'give a draft to the queue').action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-accept.ts')).acceptTask(context, ref, flags)),
  );
  one(task, 'replan', 'make a failed task a draft again, to change it').action(
    (ref: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-replan.ts')).replanTask(context, ref, flags)),
  );
  one(task, 'archive', 'put a draft or a failed task away').action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-archive.ts')).archiveTask(context, ref, flags)),
  );
  one(task, 'move', 'move a waiting task to another place in the queue')
    .option('--before <task>', 'right before this one')
    .option('--after <task>', 'right behind this one')
    .option('--top', 'before all others of its priority')
    .option('--bottom', 'behind all others of its priority')
    .action((ref: string, flags: MoveFlags) =>
      start(async () => (await import('./commands/task-move.ts')).moveTask(context, ref, flags)),
    );
}

function addLooking(task: Command, context: Context, start: Start): void {
  withTable(task.command('list').alias('ls'), columnNames.join(', '))
    .description('list your tasks, newest first')
    .addOption(projectOption())
    .addOption(orgOption())
    .option('-a, --all', 'of everybody, in all projects')
    .addOption(new Option('-A, --all-projects', 'the same').hideHelp())
    .option('--user <user>', 'those of another person')
    .addOption(
      new Option('--status <status>', "only those of this status, in Coder's words").choices(coderStatuses),
    )
    .option('-s, --state <states>', 'only these states, joined by commas')
    .option('--agent <name>', 'only those given to this agent')
    .addOption(new Option('--policy <policy>', 'only those of this policy').choices(policyNames))
    .addOption(new Option('--priority <priority>', 'only those of this priority').choices(priorities))
    .option('--phase <phase>', 'only those of this phase')
    .option('--subagents', 'also runs of subagents, which are tasks of their own')
    .option('--search <text>', 'only those with this in their name, title or prompt')
    .option('--since <time>', 'only those that changed since: 2h, or 2026-11-21T08:00:00Z')
    .option('-n, --limit <count>', 'at most so many (default: 50)', positive)
    .option('-q, --quiet', 'print only ids')
    .action((flags: ListFlags) =>
      start(async () => (await import('./commands/task-list.ts')).listTasks(context, flags)),
    );
  one(task, 'show', 'show everything about a task').action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-show.ts')).showTask(context, ref, flags)),
  );
  oneTable(task, 'status', 'show where a task stands, in one row', columnNames.join(', '))
    .alias('stat')
    .option('-w, --watch', 'keep it up to date until the task comes to rest')
    .action((ref: string, flags: StatusFlags) =>
      start(async () => (await import('./commands/task-status.ts')).taskStatus(context, ref, flags)),
    );
  oneTable(
    task,
    'logs',
    'print what the agent said and did, and the output of the checks',
    'id, content, type, time',
  )
    .option('-f, --follow', 'go on until the task comes to rest')
    .action((ref: string, flags: LogsFlags) =>
      start(async () => (await import('./commands/task-logs.ts')).taskLogs(context, ref, flags)),
    );
  one(task, 'history', 'show what happened to a task: who changed it when, and why')
    .addOption(
      new Option('--of <kind>', 'what to show (default: transitions)').choices([
        'transitions',
        'messages',
        'attempts',
        'evidence',
        'output',
      ]),
    )
    .action((ref: string, flags: HistoryFlags) =>
      start(async () => (await import('./commands/task-history.ts')).taskHistory(context, ref, flags)),
    );
  one(task, 'evidence', 'show whether the work is verified, and what each check found')
    .option('--full', 'print each failing test with its stack')
    .action((ref: string, flags: EvidenceFlags) =>
      start(async () => (await import('./commands/task-evidence.ts')).taskEvidence(context, ref, flags)),
    );
  one(task, 'calls', "print each request of the task's agent to its models").action(
    (ref: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-calls.ts')).taskCalls(context, ref, flags)),
  );
  one(task, 'wait', 'wait until a task is ready, has failed, or needs a person')
    .option('--timeout <span>', 'for how long at most: 90s, 30m, 1h30m')
    .addHelpText('after', `\n${exitCodeHelp}\n  124  the time was over first; the task goes on`)
    .action((ref: string, flags: WaitFlags) =>
      start(async () => (await import('./commands/task-wait.ts')).waitForTask(context, ref, flags)),
    );
  one(task, 'diff', 'print the changes as a patch')
    .option('--stat', 'print only the files, with the number of lines')
    .option('--attempt <number>', 'of this attempt, where a later one has begun', positive)
    .option('-w, --ignore-whitespace', 'leave out lines that differ in white space alone')
    .action((ref: string, flags: DiffFlags) =>
      start(async () => (await import('./commands/task-diff.ts')).taskDiff(context, ref, flags)),
    );
}

function addKeeping(task: Command, context: Context, start: Start): void {
  one(task, 'export', 'write everything there is of a task into one file')
    .option('--out <file>', 'which file (default: one in this folder, named after the task)')
    .action((ref: string, flags: ExportFlags) =>
      start(async () => (await import('./commands/task-export.ts')).exportTask(context, ref, flags)),
    );
  withOutput(task.command('replay'))
    .description('play an exported task again without its agent, and say whether it comes out the same')
    .argument('<bundle>', 'the file that `tasklane task export` wrote')
    .action((file: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/task-replay.ts')).replayBundle(context, file, flags)),
    );
}

/** On its way to the branch. */
function addLanding(task: Command, context: Context, start: Start): void {
  one(
    task,
    'conflicts',
    'show how its conflicts with the branch were resolved, or what is in conflict now',
  ).action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-conflicts.ts')).taskConflicts(context, ref, flags)),
  );
  one(task, 'withdraw', 'take a task out of the merge queue, or close its pull request').action(
    (ref: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-withdraw.ts')).withdrawTask(context, ref, flags)),
  );
  one(task, 'pull-request', 'ask the git host how its pull request stands').action(
    (ref: string, flags: TaskFlags) =>
      start(async () =>
        (await import('./commands/task-pull-request.ts')).lookAtPullRequest(context, ref, flags),
      ),
  );
}

function addDeciding(task: Command, context: Context, start: Start): void {
  withOutput(task.command('apply'))
    .description('apply ready tasks to the branch of their project, by its merge queue')
    .argument('[task...]', 'numbers, names or ids')
    .addOption(projectOption())
    .option('-A, --all', 'all that are ready')
    .addOption(
      new Option('--priority <priority>', 'in the merge queue (default: that of the task)').choices(
        priorities,
      ),
    )
    .option('--no-wait', 'do not wait until they have left the merge queue')
    .action((refs: string[], flags: ApplyFlags) =>
      start(async () => (await import('./commands/task-apply.ts')).applyTasks(context, refs, flags)),
    );
  one(task, 'undo', 'take an applied task from the branch again; its work is kept')
    .option('-n, --dry-run', 'only say what would happen, and who builds on it')
    .action((ref: string, flags: UndoFlags) =>
      start(async () => (await import('./commands/task-undo.ts')).undoTask(context, ref, flags)),
    );
  one(task, 'dismiss', 'discard what a ready task did').action((ref: string, flags: TaskFlags) =>
    start(async () => (await import('./commands/task-dismiss.ts')).dismissTask(context, ref, flags)),
  );
  withOtherLimits(
    one(task, 'retry', 'try a failed task again from a fresh copy')
      .option('-a, --agent <name>', 'another agent (see: tasklane agents)')
      .option('-m, --model <provider/id>', 'another model'),
  ).action((ref: string, flags: RetryFlags) =>
    start(async () => (await import('./commands/task-retry.ts')).retryTask(context, ref, flags)),
  );
  one(task, 'pause', 'stop the agent of a task for a while, and keep its copy and session')
    .option('-y, --yes', 'do not ask')
    .action((ref: string, flags: PauseFlags) =>
      start(async () => (await import('./commands/task-pause.ts')).pauseTask(context, ref, flags)),
    );
  one(task, 'resume', 'let a paused task go on')
    .option('-y, --yes', 'do not ask')
    .option('--no-wait', 'do not wait until it goes on (only Coder waits)')
    .action((ref: string, flags: ResumeFlags) =>
      start(async () => (await import('./commands/task-resume.ts')).resumeTask(context, ref, flags)),
    );
  one(task, 'complete', 'have the work of an agent that waits for you checked and made ready').action(
    (ref: string, flags: TaskFlags) =>
      start(async () => (await import('./commands/task-complete.ts')).completeTask(context, ref, flags)),
  );
  one(task, 'cancel', 'stop a task')
    .option('--reason <text>', 'why, for the log')
    .option('--force', 'also where the policy of the task does not allow it')
    .action((ref: string, flags: CancelFlags) =>
      start(async () => (await import('./commands/task-cancel.ts')).cancelTask(context, ref, flags)),
    );
  withOtherLimits(
    one(task, 'send', 'tell the agent something')
      .argument('[message...]', 'what to say; - reads it from standard input')
      .option('--interrupt', 'end the turn that it is at, so that it hears this now')
      .option('--stdin', 'read it from standard input, as with -'),
  ).action((ref: string, words: string[], flags: SendFlags) =>
    start(async () => (await import('./commands/task-send.ts')).sendToTask(context, ref, words, flags)),
  );
  withOutput(task.command('delete').alias('rm'))
    .description('delete tasks with their copies and branches')
    .argument('<task...>', 'numbers, names or ids')
    .addOption(projectOption())
    .addOption(new Option('-y, --yes', 'do not ask'))
    .action((refs: string[], flags: DeleteFlags) =>
      start(async () => (await import('./commands/task-delete.ts')).deleteTasks(context, refs, flags)),
    );
}

/** A command on one task. */
function one(task: Command, name: string, description: string): Command {
  return withOutput(task.command(name))
    .description(description)
    .argument('<task>', 'number, name or id')
    .addOption(projectOption());
}

/** The same, with a table as its result. */
function oneTable(task: Command, name: string, description: string, columns: string): Command {
  return withTable(task.command(name), columns)
    .description(description)
    .argument('<task>', 'number, name, owner/name or id')
    .addOption(projectOption());
}
