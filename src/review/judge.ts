// What one run of a check came to: its end, its reports and its output together.
import type { Check, CheckRun } from '../domain/evidence.ts';
import type { ExecResult } from '../lib/exec.ts';
import { stripAnsi, tailOf } from '../lib/text.ts';
import { causeOf } from './cause.ts';
import { readReports } from './reports.ts';
import type { ReportFiles } from './reports.ts';
import { readOutput } from './results/read-output.ts';

/** A verdict, and in whole sentences what a person should know of the run. */
export interface Judged {
  readonly run: Omit<CheckRun, 'log' | 'at'>;
  readonly notes: readonly string[];
}

export async function judge(
  check: Check,
  cwd: string,
  before: ReportFiles,
  end: ExecResult,
): Promise<Judged> {
  const text = stripAnsi(end.stdout.toString('utf8'));
  const patterns = check.reports ?? [];
  const reports = patterns.length === 0 ? null : await readReports(cwd, patterns, before);
  const results = reports?.results ?? readOutput({ text, isWhole: !end.truncated });
  const counts = results?.counts ?? null;
  const isContradicted = end.exitCode === 0 && !end.timedOut && (reports?.results?.counts?.failed ?? 0) > 0;
  const outcome = isContradicted ? 'failed' : outcomeOf(end);
  return {
    run: {
      outcome,
      exitCode: end.exitCode,
      durationMs: end.durationMs,
      counts,
      failures: results?.failures ?? [],
      countsFrom: results?.from ?? null,
      ...(outcome === 'failed'
        ? causeOf({ exitCode: end.exitCode, counts }, text)
        : { cause: null, signs: [] }),
      tail: tailOf(text),
    },
    notes: [
      ...(reports?.notes ?? []),
      ...(isContradicted ? ['It ended with exit code 0, but its report has tests that failed.'] : []),
      ...(counts !== null && counts.passed + counts.failed + counts.skipped === 0 ? ['No test ran.'] : []),
    ],
  };
}

export function notStarted(reason: string): Judged {
  const nothing = {
    exitCode: null,
    durationMs: 0,
    counts: null,
    failures: [],
    countsFrom: null,
    cause: null,
  };
  return { run: { outcome: 'not_started', ...nothing, signs: [], tail: reason }, notes: [] };
}

function outcomeOf(end: ExecResult): CheckRun['outcome'] {
  if (end.timedOut) return 'timed_out';
  return end.exitCode === 0 ? 'passed' : 'failed';
}
