// Reads "so many passed, so many failed" from the summaries that common test runners print. Null when none is there:
// a made-up number would be worse than none. Each reader names the runner whose words it knows.
import type { TestCounts } from '../domain/evidence.ts';

type Reader = (output: string) => TestCounts | null;

/** node:test, both reporters: `ℹ pass 3` or `# pass 3`. */
const nodeTest: Reader = (output) => {
  const passed = lastNumber(output, /^(?:ℹ|#) pass (\d+)$/gm);
  const failed = lastNumber(output, /^(?:ℹ|#) fail (\d+)$/gm);
  if (passed === null || failed === null) return null;
  return { passed, failed, skipped: lastNumber(output, /^(?:ℹ|#) skipped (\d+)$/gm) ?? 0 };
};

/** pytest: `== 2 failed, 3 passed, 1 skipped in 0.12s ==`. */
const pytest: Reader = (output) => {
  const line = lastLine(output, /^=* ?((?:\d+ \w+,? ?)+) in [\d.]+s.*$/gm);
  if (line === null || !/passed|failed|error|skipped/.test(line)) return null;
  return {
    passed: named(line, 'passed'),
    failed: named(line, 'failed') + named(line, 'errors?'),
    skipped: named(line, 'skipped'),
  };
};

/** Jest and Vitest: `Tests: 1 failed, 2 passed, 3 total` and `Tests  1 failed | 2 passed (3)`. */
const jest: Reader = (output) => {
  const line = lastLine(output, /^\s*Tests:?\s+(.*(?:passed|failed|skipped|total).*)$/gm);
  if (line === null) return null;
  return { passed: named(line, 'passed'), failed: named(line, 'failed'), skipped: named(line, 'skipped') };
};

/** cargo test prints one line per binary: they are added up. */
const cargo: Reader = (output) => {
  const lines = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  if (lines.length === 0) return null;
  const sum = (group: number): number => lines.reduce((total, line) => total + Number(line[group]), 0);
  return { passed: sum(1), failed: sum(2), skipped: sum(3) };
};

/** `go test -v` has no totals: its `--- PASS` lines are counted. */
const goTest: Reader = (output) => {
  const passed = count(output, /^\s*--- PASS: /gm);
  const failed = count(output, /^\s*--- FAIL: /gm);
  if (passed + failed === 0) return null;
  return { passed, failed, skipped: count(output, /^\s*--- SKIP: /gm) };
};

/** Mocha: `3 passing`, `1 failing`, `2 pending`. */
const mocha: Reader = (output) => {
  const passed = lastNumber(output, /^\s*(\d+) passing\b/gm);
  if (passed === null) return null;
  return {
    passed,
    failed: lastNumber(output, /^\s*(\d+) failing\b/gm) ?? 0,
    skipped: lastNumber(output, /^\s*(\d+) pending\b/gm) ?? 0,
  };
};

/** Plain TAP: `ok 1 - …`, `not ok 2 - …`, `ok 3 # SKIP`. */
const tap: Reader = (output) => {
  if (!/^1\.\.\d+/m.test(output)) return null;
  const skipped = count(output, /^ok \d+.*# SKIP/gim);
  return { passed: count(output, /^ok \d+/gm) - skipped, failed: count(output, /^not ok \d+/gm), skipped };
};

const readers: readonly Reader[] = [nodeTest, pytest, jest, cargo, mocha, goTest, tap];

/** The counts in a test run's output (without colour codes), or null. */
export function readCounts(output: string): TestCounts | null {
  for (const read of readers) {
    const counts = read(output);
    if (counts !== null) return counts;
  }
  return null;
}

function lastLine(output: string, pattern: RegExp): string | null {
  return [...output.matchAll(pattern)].at(-1)?.[1] ?? null;
}

function lastNumber(output: string, pattern: RegExp): number | null {
  const found = lastLine(output, pattern);
  return found === null ? null : Number(found);
}

function named(line: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}\\b`).exec(line)?.[1] ?? 0);
}

function count(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].length;
}
