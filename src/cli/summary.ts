// What a task came to, for a person: outcome, files, commits, checks with their counts, and what to type next.
import type { ChangedFileJson, EvidenceJson, FailureJson, TaskJson } from '../api/schemas.ts';
import { changedLines, fileLines } from './changed-files.ts';
import { pullRequestLine } from './pull-request-line.ts';
import type { Style } from './style.ts';
import { clean, indent, oneLine } from './text.ts';
import { span } from './time.ts';
import { wrap } from './wrap.ts';

export interface SummaryOptions {
  readonly style: Style;
  /** How long it took, where that was seen. */
  readonly tookMs?: number;
  /** How a person names it in the commands that follow. */
  readonly ref: string;
  /** Of the terminal that it is for. Undefined = nothing is broken at words. */
  readonly width: number | undefined;
  /** Whether the reader has just read these words of the agent, so that they are left out. */
  readonly isKnown?: (words: string) => boolean;
}

export function summarize(task: TaskJson, options: SummaryOptions): string {
  const blocks = [
    headline(task, options),
    reason(task, options),
    task.result === null ? '' : accountOf(task.result.summary, options),
    task.result === null ? '' : facts(task, task.result, options),
  ].map((block) => wrap(block, options.width));
  // Commands stay whole lines, to be copied.
  return [...blocks, nextSteps(task, options.ref)].filter((block) => block !== '').join('\n\n');
}

function headline(task: TaskJson, { style, tookMs }: SummaryOptions): string {
  const took = tookMs === undefined ? '' : ` (${span(tookMs)})`;
  return `${stateMark(task, style)} ${style.bold(label(task))}: ${stateWords(task)}${took}`;
}

/** `#12 “Fix the test”`. */
export function label(task: Pick<TaskJson, 'number' | 'title'>): string {
  return `#${task.number} “${oneLine(task.title)}”`;
}

function stateMark(task: TaskJson, style: Style): string {
  switch (task.state) {
    case 'ready':
      return task.notice === null ? style.green('✓') : style.yellow('!');
    case 'done':
      return style.green('✓');
    case 'failed':
      return style.red('✗');
    case 'waiting':
    case 'paused':
      return style.yellow('?');
    default:
      return '•';
  }
}

function stateWords(task: TaskJson): string {
  switch (task.state) {
    case 'ready':
      if (task.merge !== null) return `in the merge queue, at place ${task.merge.position}`;
      if (task.notice !== null) return 'ready; it was not applied';
      return task.pull_request?.state === 'open'
        ? `ready; its pull request #${task.pull_request.number} is open`
        : 'ready';
    case 'done':
      return task.applied_commit === null ? 'done' : `applied as ${task.applied_commit.slice(0, 10)}`;
    case 'waiting':
      return 'waits for you';
    default:
      return task.state;
  }
}

// Why it is not further: a failure, a refused apply, a question, or changes of the person's own in the way.
function reason(task: TaskJson, options: SummaryOptions): string {
  const failure = task.failure ?? task.notice ?? (task.state === 'draft' ? task.last_failure : null);
  if (failure !== null) return indent(failureText(failure, options.style), '  ');
  const question = questionOf(task);
  if (question !== null) return accountOf(question, options);
  const kept = task.delivery;
  if (kept?.kind !== 'left_alone') return '';
  const files = kept.files.map((file) => `\n    ${clean(file)}`).join('');
  return `  Your checkout was left as it is: ${clean(kept.reason ?? 'your own changes are in the way')}${files}`;
}

/** What a waiting task wants from a person, or its agent's last words; null when it waits for nobody. */
export function questionOf(task: TaskJson): string | null {
  if (task.state !== 'waiting') return null;
  // In the contract the step begins with what is waited for: `idle: …`, `question: …`.
  return clean((task.step ?? '').replace(/^\w+: /, '')).trim();
}

function failureText(failure: FailureJson, style: Style): string {
  const [message, next] = [clean(failure.message), clean(failure.next)];
  const detail = clean(failure.detail).trim();
  const said = `${message}\n${next}`;
  const isNews = detail.split('\n').some((line) => !said.includes(line.trim()));
  const shown = isNews ? `\n${style.dim(indent(lastLines(detail), '  '))}` : '';
  return `${message}${shown}\nnext: ${next}`;
}

function lastLines(text: string): string {
  return text.split('\n').slice(-15).join('\n');
}

// The agent's own words may be long; its last paragraphs say what it did, and `task show` has them all.
function accountOf(summary: string, { isKnown }: SummaryOptions): string {
  const words = clean(summary).trim();
  if (isKnown?.(words) === true) return '';
  const lines = words.split('\n');
  const shown = lines.length <= 12 ? lines : [...lines.slice(0, 11), '…'];
  return indent(shown.join('\n'), '  ');
}

function facts(task: TaskJson, result: NonNullable<TaskJson['result']>, options: SummaryOptions): string {
  const { style, width } = options;
  const commits = result.commits.map(
    (commit) => `${style.yellow(commit.oid.slice(0, 10))} ${oneLine(commit.message)}`,
  );
  return [
    // Once it is applied, the branch is gone and the commits are on the project's own.
    task.state === 'done' ? '' : fact('branch', [clean(task.branch)], width),
    task.pull_request === null ? '' : fact('request', [pullRequestLine(task.pull_request)], width),
    fact('files', filesOf(result.files, style), width),
    fact('commit', commits, width),
    fact(
      'check',
      result.checks.length === 0 ? ['none was configured'] : checksOf(result.checks, style),
      width,
    ),
    task.verification?.status === 'stale' ? fact('stale', [oneLine(task.verification.reason)], width) : '',
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function filesOf(files: readonly ChangedFileJson[], style: Style): string[] {
  if (files.length === 0) return ['nothing was changed'];
  return [changedLines(files, style), ...fileLines(files, style).map((line) => `  ${line}`)];
}

const margin = 10;

function fact(name: string, values: readonly string[], width: number | undefined): string {
  const lines = values.flatMap((value) => wrap(value, width && width - margin).split('\n'));
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(margin - 2)}${line}`).join('\n');
}

// A check that ran on the task and again on the merged tree is shown for both.
function checksOf(checks: readonly EvidenceJson[], style: Style): string[] {
  return checks.map((check) => checkLine(check, style));
}

function checkLine(check: EvidenceJson, style: Style): string {
  const mark = check.outcome === 'passed' ? style.green('✓') : style.red('✗');
  const where = check.on === 'merged' ? ' (merged with the branch)' : '';
  const counts = check.counts === null ? '' : `, ${countWords(check.counts)}`;
  const flaky = check.flaky ? ', flaky: it failed first' : '';
  return `${mark} ${oneLine(check.command)}${where}: ${outcomeWords(check)}${counts}, ${span(check.duration_ms)}${flaky}`;
}

function countWords(counts: NonNullable<EvidenceJson['counts']>): string {
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

function outcomeWords(check: EvidenceJson): string {
  switch (check.outcome) {
    case 'passed':
      return 'passed';
    case 'failed':
      return check.exit_code === null
        ? 'failed (ended by a signal)'
        : `failed (exit code ${check.exit_code})`;
    case 'timed_out':
      return 'timed out';
    case 'not_started':
      return 'could not be started';
  }
}

/** The commands that make sense now. */
function nextSteps(task: TaskJson, ref: string): string {
  const commands = commandsFor(task, ref);
  if (commands.length === 0) return '';
  const width = Math.max(...commands.map(([command]) => command.length));
  return commands.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`).join('\n');
}

function commandsFor(task: TaskJson, ref: string): (readonly [string, string])[] {
  switch (task.state) {
    case 'ready':
    case 'applying':
      if (task.merge !== null)
        return [
          ['tasklane queue merges', 'see what is ahead of it'],
          [`tasklane task withdraw ${ref}`, 'take it out of the merge queue'],
        ];
      if (task.state === 'applying') return [];
      if (task.pull_request?.state === 'open' && task.notice === null)
        return [
          [`tasklane task pull-request ${ref}`, 'ask its host how it stands'],
          [`tasklane task withdraw ${ref}`, 'close it'],
          [`tasklane task send ${ref} "…"`, 'ask for something more'],
        ];
      return [
        [`tasklane task diff ${ref}`, 'see the changes'],
        [`tasklane task apply ${ref}`, `apply them to the branch of ${task.project_name}`],
        [`tasklane task send ${ref} "…"`, 'ask for something more'],
      ];
    case 'failed':
      return afterFailure(task, ref);
    case 'waiting':
      if (isAsked(task, 'approval')) {
        // A subagent inside its parent's agent asks by way of that one.
        const asked = task.subagent?.run == null ? ref : (task.parent ?? ref);
        return [
          [`tasklane task approvals ${asked}`, 'see exactly what it wants to do'],
          [`tasklane task approve ${asked}`, 'let it'],
          [`tasklane task deny ${asked}`, 'let it go on without'],
        ];
      }
      if (isAsked(task, 'question'))
        return [
          [`tasklane task answer ${ref} "…"`, 'answer, and let it go on'],
          [`tasklane task cancel ${ref}`, 'stop it'],
        ];
      return [
        [`tasklane task send ${ref} "…"`, 'answer, and let it go on'],
        [`tasklane task complete ${ref}`, 'have its work checked, and ready for review'],
        [`tasklane task cancel ${ref}`, 'stop it'],
      ];
    case 'paused':
      return [
        [`tasklane task resume ${ref}`, 'let it go on where it was'],
        [`tasklane task send ${ref} "…"`, 'let it go on with what you say'],
        [`tasklane task cancel ${ref}`, 'stop it'],
      ];
    case 'draft':
      return [
        [`tasklane task edit ${ref}`, 'change what it asks for'],
        [`tasklane task accept ${ref}`, 'give it to the queue'],
      ];
    default:
      return [];
  }
}

function isAsked({ step }: TaskJson, what: 'approval' | 'question'): boolean {
  return step?.startsWith(`${what}:`) === true;
}

// What there is of its work is on its branch and in its copy; a copy that no agent began in holds nothing to go on with.
function afterFailure(task: TaskJson, ref: string): (readonly [string, string])[] {
  const hasWork = task.result !== null && task.result.files.length > 0;
  const diff = [`tasklane task diff ${ref}`, 'see what it had done'] as const;
  const send = [`tasklane task send ${ref} "…"`, 'let it go on in the same copy'] as const;
  // Once may be bad luck; who fails twice was probably asked for the wrong thing.
  const rewrite = [`tasklane request --task ${ref}`, 'have it written anew, with what failed'] as const;
  const replan = [`tasklane task replan ${ref}`, 'make it a draft again, to ask for it differently'] as const;
  return [
    [`tasklane task logs ${ref}`, 'see everything that happened'],
    ...(hasWork ? [diff] : []),
    ...(task.attempt > 0 ? [send] : []),
    [`tasklane task retry ${ref}`, `try again from a fresh copy; ${whatToChange(task)}`],
    ...(task.attempt > 1 ? [rewrite, replan] : []),
  ];
}

function whatToChange(task: TaskJson): string {
  switch (task.failure?.kind) {
    case 'timeout':
      return '--timeout gives it more time';
    case 'max_turns':
      return '--max-turns gives it more rounds';
    default:
      return '--agent or --model changes who does it';
  }
}
