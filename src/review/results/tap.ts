// The Test Anything Protocol (testanything.org, versions 12 to 14), as node:test, tape, tap, mocha and prove write it. A test
// with subtests fails because of them: then they are the failures, and it is not one more.
import type { TestFailure } from '../../domain/evidence.ts';
import { count, dedent, distinct, failure, lastNumber, maxFailures } from './results.ts';
import type { Output, Results } from './results.ts';

const point = /^( *)(not ok|ok)\b[ \t]*\d*[ \t]*-?[ \t]*(.*)$/;
/** Lines of diagnostics behind a test point. */
const maxDiagnostics = 200;
const noFailure = /#\s*(?:skip|todo)\b/i;

export function tap({ text, isWhole }: Output): Results | null {
  if (!/^(?:TAP version 1\d|1\.\.\d+|# pass \d+\n# fail \d+)/m.test(text)) return null;
  return {
    counts: totals(text) ?? (isWhole ? countPoints(text) : null),
    failures: failuresIn(text),
    from: 'TAP',
  };
}

/** `# pass 3`, `# fail 1`: what many producers add. */
function totals(text: string): Results['counts'] {
  const passed = lastNumber(text, /^# pass(?:ed)?:?\s+(\d+)\b/gm);
  if (passed === null) return null;
  const failed = lastNumber(text, /^# fail(?:ed|ures)?:?\s+(\d+)\b/gm) ?? 0;
  const cancelled = lastNumber(text, /^# cancelled (\d+)$/gm) ?? 0;
  const skipped = lastNumber(text, /^# skip(?:ped)?:?\s+(\d+)\b/gm) ?? 0;
  return { passed, failed: failed + cancelled, skipped };
}

function countPoints(text: string): Results['counts'] {
  const skipped = count(text, /^(?:not )?ok\b.*#\s*(?:skip|todo)/gim);
  const passed = count(text, /^ok\b/gm) - count(text, /^ok\b.*#\s*(?:skip|todo)/gim);
  const failed = count(text, /^not ok\b/gm) - count(text, /^not ok\b.*#\s*(?:skip|todo)/gim);
  return { passed, failed, skipped };
}

/** More than are kept: some are told of twice. */
const maxFound = 2 * maxFailures;

interface Found {
  readonly depth: number;
  readonly failure: TestFailure;
}

function failuresIn(text: string): readonly TestFailure[] {
  const lines = text.split('\n');
  const found: Found[] = [];
  /** Depths at which a subtest failed since the last test point above it. */
  let below: number[] = [];
  for (const [at, line] of lines.entries()) {
    const match = point.exec(line);
    if (match === null) continue;
    const [, indent = '', verdict, name = ''] = match;
    const depth = indent.length;
    const isParent = below.some((other) => other > depth);
    below = below.filter((other) => other <= depth);
    if (verdict === 'ok' || noFailure.test(name)) continue;
    if (!below.includes(depth)) below.push(depth);
    if (!isParent && found.length < maxFound)
      found.push({ depth, failure: failureAt(lines, at, depth, name) });
  }
  return distinct(found.map((each) => each.failure));
}

/** The diagnostics behind a test point: a YAML block, or whatever is indented deeper. */
function failureAt(lines: readonly string[], at: number, depth: number, name: string): TestFailure {
  const rest = lines.slice(at + 1, at + 1 + maxDiagnostics);
  const end = rest.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= depth);
  const detail = dedent(rest.slice(0, end === -1 ? rest.length : end).join('\n')).replaceAll(
    /^(?:---|\.\.\.)\n?/gm,
    '',
  );
  return failure({
    name: name.replaceAll(/\\([#\\])/g, '$1') || 'a test without a name',
    message: valueOf(detail, 'error') ?? valueOf(detail, 'message'),
    detail,
    file: valueOf(detail, 'location') ?? valueOf(detail, 'at'),
  });
}

/** The value of a key in a YAML block: on its line, quoted or not, or the lines below it after `|-`. */
function valueOf(block: string, key: string): string | undefined {
  const match = new RegExp(`^${key}: *(.*)\\n?((?:^[ \\t]+.*\\n?|^\\n)*)`, 'm').exec(block);
  if (match === null) return undefined;
  const [, inline = '', below = ''] = match;
  if (/^[|>]/.test(inline)) return dedent(below);
  return /^(['"])(.*)\1$/.exec(inline)?.[2] ?? inline;
}
