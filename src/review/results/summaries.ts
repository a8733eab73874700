// Runners of which only the totals are read. Each line names whose words it knows.
import { lastNumber } from './results.ts';
import type { Output, Results } from './results.ts';

interface Summary {
  readonly from: string;
  /** Its line of totals; the last one counts. */
  readonly line: RegExp;
  readonly all?: RegExp;
  readonly passed?: RegExp;
  readonly failed: readonly RegExp[];
  readonly skipped: RegExp;
}

const known: readonly Summary[] = [
  {
    // `Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3`
    from: 'dotnet test',
    line: /^(?:Passed|Failed)! {2}- Failed: .*$/gm,
    passed: /Passed: +(\d+)/g,
    failed: [/Failed: +(\d+)/g],
    skipped: /Skipped: +(\d+)/g,
  },
  {
    // `Tests: 4, Assertions: 3, Errors: 1, Failures: 1, Skipped: 1.` or `OK (4 tests, 5 assertions)`
    from: 'PHPUnit',
    line: /^(?:Tests: \d+, Assertions: .*|OK \(\d+ tests?, \d+ assertions?\))$/gm,
    all: /(?:Tests: |OK \()(\d+)/g,
    failed: [/Failures: (\d+)/g, /Errors: (\d+)/g],
    skipped: /(?:Skipped|Incomplete): (\d+)/g,
  },
  {
    // `4 runs, 4 assertions, 1 failures, 1 errors, 1 skips`
    from: 'Minitest',
    line: /^\d+ runs, \d+ assertions, .*$/gm,
    all: /^(\d+) runs/g,
    failed: [/(\d+) failures/g, /(\d+) errors/g],
    skipped: /(\d+) skips/g,
  },
];

export function summaries({ text }: Output): Results | null {
  for (const runner of known) {
    const line = [...text.matchAll(runner.line)].at(-1)?.[0];
    if (line === undefined) continue;
    const of = (pattern: RegExp): number => lastNumber(line, pattern) ?? 0;
    const failed = runner.failed.reduce((sum, pattern) => sum + of(pattern), 0);
    const skipped = of(runner.skipped);
    const passed = runner.all === undefined ? of(runner.passed ?? /$^/g) : of(runner.all) - failed - skipped;
    return { counts: { passed: Math.max(0, passed), failed, skipped }, failures: [], from: runner.from };
  }
  return null;
}
