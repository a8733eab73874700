import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCounts } from './counts.ts';

const cases: readonly [string, string, { passed: number; failed: number; skipped: number } | null][] = [
  [
    'node:test, spec reporter',
    'ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\n',
    { passed: 3, failed: 1, skipped: 1 },
  ],
  [
    'node:test, tap reporter',
    '1..2\n# tests 2\n# pass 2\n# fail 0\n# skipped 0\n',
    { passed: 2, failed: 0, skipped: 0 },
  ],
  ['pytest', '=== 2 failed, 3 passed, 1 skipped in 0.12s ===\n', { passed: 3, failed: 2, skipped: 1 }],
  ['pytest -q', '3 passed in 0.01s\n', { passed: 3, failed: 0, skipped: 0 }],
  ['pytest with errors', '=== 1 passed, 1 error in 0.05s ===', { passed: 1, failed: 1, skipped: 0 }],
  ['jest', 'Tests:       1 failed, 2 passed, 3 total\n', { passed: 2, failed: 1, skipped: 0 }],
  ['vitest', '      Tests  1 failed | 4 passed | 2 skipped (7)\n', { passed: 4, failed: 1, skipped: 2 }],
  [
    'cargo, several binaries',
    'test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\ntest result: FAILED. 3 passed; 1 failed; 0 ignored\n',
    { passed: 5, failed: 1, skipped: 1 },
  ],
  [
    'go test -v',
    '--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.00s)\n    --- SKIP: TestC\n',
    { passed: 1, failed: 1, skipped: 1 },
  ],
  ['mocha', '  3 passing (12ms)\n  1 failing\n', { passed: 3, failed: 1, skipped: 0 }],
  ['plain TAP', '1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP\n', { passed: 1, failed: 1, skipped: 1 }],
  ['no runner at all', 'compiled in 3 seconds\n2 passed the bar', null],
];

for (const [name, output, expected] of cases) {
  test(`R184 counts are read from ${name}`, () => {
    assert.deepEqual(readCounts(output), expected);
  });
}
