// The evidence of a task for a person: the verdict, what it is about, and each check with what it found.
import type { EvidenceJson, TaskJson, VerificationReportJson } from '../api/schemas.ts';
import type { Style } from './style.ts';
import { label } from './summary.ts';
import { clean, indent, oneLine } from './text.ts';
import { span } from './time.ts';
import { wrap } from './wrap.ts';

export interface EvidenceTextOptions {
  readonly style: Style;
  readonly width: number | undefined;
  /** Each failing test with its stack. */
  readonly isFull: boolean;
}

export function evidenceText(
  task: TaskJson,
  report: VerificationReportJson,
  options: EvidenceTextOptions,
): string {
  const { style, width } = options;
  const blocks = [
    `${mark(report, style)} ${style.bold(label(task))}: ${verdict(report)}`,
    facts(report, style),
    report.evidence.map((one) => checkText(one, options)).join('\n\n'),
  ];
  return wrap(blocks.filter((block) => block !== '').join('\n\n'), width);
}

function mark({ verification }: VerificationReportJson, style: Style): string {
  switch (verification?.status) {
    case 'passed':
      return style.green('✓');
    case 'failed':
      return style.red('✗');
    case undefined:
      return '•';
    default:
      return style.yellow('!');
  }
}

const words = {
  passed: 'verified',
  no_checks: 'not checked',
  failed: 'a check did not pass',
  stale: 'the evidence is stale',
  unchecked: 'not checked yet',
} as const;

function verdict({ verification }: VerificationReportJson): string {
  if (verification === null) return 'there is no work yet';
  return `${words[verification.status]}\n  ${clean(verification.reason)}`;
}

function facts(report: VerificationReportJson, style: Style): string {
  const { head, tree, base, newest, branch, branch_head: at } = report;
  const pairs: readonly (readonly [string, string | null])[] = [
    ['commit', head === null ? null : `${short(head)}, tree ${short(tree ?? '')}`],
    ['newest', newest === null || newest === head ? null : short(newest)],
    ['base', base === null ? null : short(base)],
    [branch, at === null ? null : short(at)],
    ['checks', report.checks.length === 0 ? 'none is configured' : null],
    ...report.remarks.map((remark) => ['note', remark] as const),
  ];
  return pairs
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${style.dim(oneLine(name).padEnd(10))}${oneLine(value ?? '')}`)
    .join('\n');
}

function checkText(check: EvidenceJson, { style, isFull }: EvidenceTextOptions): string {
  const isGood = check.outcome === 'passed';
  const sign = isGood ? style.green('✓') : style.red('✗');
  const where = check.on === 'merged' ? ' (merged with the branch)' : '';
  const lines = [
    `${sign} ${style.bold(oneLine(check.name))}${where}: ${oneLine(check.command)}`,
    `    ${outcome(check)}${counts(check)}, ${span(check.duration_ms)}, ${check.at}`,
    `    ${style.dim(`tree ${short(check.tree)}, base ${short(check.base)}${tools(check)}, log ${check.log}`)}`,
    ...check.notes.map((note) => `    ${style.yellow(oneLine(note))}`),
    ...check.rewrote.map((path) => `      ${oneLine(path)}`),
    ...check.signs.map((one) => `    ${oneLine(one)}`),
    ...check.failures.map((failure) => failureText(failure, isFull)),
  ];
  if (!isGood && check.failures.length === 0) lines.push(style.dim(indent(clean(check.tail), '    ')));
  return lines.map((line) => `  ${line}`.replaceAll('\n', '\n  ')).join('\n');
}

function outcome({ outcome: how, exit_code: code, flaky }: EvidenceJson): string {
  const exit = code === null ? 'no exit code' : `exit code ${code}`;
  return `${how.replace('_', ' ')} (${exit})${flaky ? ', flaky' : ''}`;
}

function counts({ counts: found, counts_from: from }: EvidenceJson): string {
  if (found === null) return '';
  const source = from === null ? '' : ` (${oneLine(from)})`;
  return `, ${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped${source}`;
}

function tools({ tools: used }: EvidenceJson): string {
  return used.length === 0
    ? ''
    : `, ${used.map(({ name, version }) => `${name} ${oneLine(version)}`).join(', ')}`;
}

function failureText(
  { name, message, detail, file }: EvidenceJson['failures'][number],
  isFull: boolean,
): string {
  const place = file === null ? '' : ` (${oneLine(file)})`;
  const head = `    ✖ ${oneLine(name)}${place}`;
  const more = isFull && detail !== '' ? clean(detail) : oneLine(message);
  return more === '' ? head : `${head}\n${indent(more, '        ')}`;
}

function short(oid: string): string {
  return oid.slice(0, 10);
}
