// What a task came to, for a person: outcome, files, commits, checks with their counts, and what to type next.
import type { ChangedFileJson, EvidenceJson, FailureJson, TaskJson } from '../api/schemas.ts';
import { changedLines, fileLines } from './changed-files.ts';
import type { Style } from './style.ts';
import { clean, indent, oneLine } from './text.ts';
import { span } from './time.ts';

export interface SummaryOptions {
  readonly style: Style;
  /** How long it took, where that was seen. */
  readonly tookMs?: number;
  /** How a person names it in the commands that follow. */
  readonly ref: string;
}

export function summarize(task: TaskJson, options: SummaryOptions): string {
  const blocks = [
    headline(task, options),
    reason(task, options.style),
    task.result === null ? '' : accountOf(task.result.summary),
    task.result === null ? '' : facts(task, task.result, options.style),
    nextSteps(task, options.ref),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headline(task: TaskJson, { style, tookMs }: SummaryOptions): string {
  const took = tookMs === undefined ? '' : ` (${span(tookMs)})`;
  return `${stateMark(task, style)} ${style.bold(label(task))}: ${stateWords(task)}${took}`;
}

/** `#12 “Fix the test”`. */
export function label(task: TaskJson): string {
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
      return task.notice === null ? 'ready' : 'ready; it was not applied';
    case 'done':
      return task.applied_commit === null ? 'done' : `applied as ${task.applied_commit.slice(0, 10)}`;
    case 'waiting':
      return 'waits for you';
    default:
      return task.state;
  }
}

// Why it is not further: a failure, a refused apply, a question, or changes of the person's own in the way.
function reason(task: TaskJson, style: Style): string {
  const failure = task.failure ?? task.notice;
  if (failure !== null) return indent(failureText(failure, style), '  ');
  if (task.state === 'waiting' && task.step !== null) return indent(clean(task.step), '  ');
  const kept = task.delivery;
  if (kept?.kind !== 'left_alone') return '';
  const files = kept.files.map((file) => `\n    ${clean(file)}`).join('');
  return `  Your checkout was left as it is: ${clean(kept.reason ?? 'your own changes are in the way')}${files}`;
}

function failureText(failure: FailureJson, style: Style): string {
  const detail = clean(failure.detail).trim();
  const shown =
    detail === '' || failure.message.includes(detail)
      ? ''
      : `\n${style.dim(indent(lastLines(detail), '  '))}`;
  return `${clean(failure.message)}${shown}\nnext: ${clean(failure.next)}`;
}

function lastLines(text: string): string {
  return text.split('\n').slice(-15).join('\n');
}

// The agent's own words may be long; its last paragraphs say what it did, and `task show` has them all.
function accountOf(summary: string): string {
  const lines = clean(summary).trim().split('\n');
  const shown = lines.length <= 12 ? lines : [...lines.slice(0, 11), '…'];
  return indent(shown.join('\n'), '  ');
}

function facts(task: TaskJson, result: NonNullable<TaskJson['result']>, style: Style): string {
  const commits = result.commits.map(
    (commit) => `${style.yellow(commit.oid.slice(0, 10))} ${oneLine(commit.message)}`,
  );
  return [
    // Once it is applied, the branch is gone and the commits are on the project's own.
    task.state === 'done' ? '' : fact('branch', [clean(task.branch)]),
    fact('files', filesOf(result.files, style)),
    fact('commit', commits),
    fact('check', result.checks.length === 0 ? ['none was configured'] : checksOf(result.checks, style)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function filesOf(files: readonly ChangedFileJson[], style: Style): string[] {
  if (files.length === 0) return ['nothing was changed'];
  return [changedLines(files, style), ...fileLines(files, style).map((line) => `  ${line}`)];
}

function fact(name: string, lines: readonly string[]): string {
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(8)}${line}`).join('\n');
}

// A check that ran on the task and again on the merged tree is shown for both.
function checksOf(checks: readonly EvidenceJson[], style: Style): string[] {
  return checks.map((check) => checkLine(check, style));
}

function checkLine(check: EvidenceJson, style: Style): string {
  const mark = check.outcome === 'passed' ? style.green('✓') : style.red('✗');
  const where = check.on === 'merged' ? ' (merged with the branch)' : '';
  const counts = check.counts === null ? '' : `, ${countWords(check.counts)}`;
  return `${mark} ${oneLine(check.command)}${where}: ${outcomeWords(check)}${counts}, ${span(check.duration_ms)}`;
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
      return [
        [`tasklane task diff ${ref}`, 'see the changes'],
        [`tasklane task apply ${ref}`, `apply them to the branch of ${task.project_name}`],
        [`tasklane task send ${ref} "…"`, 'ask for something more'],
      ];
    case 'failed':
      return [
        [`tasklane task logs ${ref}`, 'see everything that happened'],
        [`tasklane task retry ${ref}`, 'try again from a fresh copy'],
      ];
    case 'waiting':
    case 'paused':
      return [
        [`tasklane task send ${ref} "…"`, 'answer, and let it go on'],
        [`tasklane task cancel ${ref}`, 'stop it'],
      ];
    default:
      return [];
  }
}
