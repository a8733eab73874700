// Each runner's own words, recorded from a small suite: one test that passes, one that is skipped, one whose assertion fails
// and one that throws.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestCounts, TestFailure } from '../../domain/evidence.ts';
import { readOutput } from './read-output.ts';
import type { Results } from './results.ts';

const counted = (passed: number, failed: number, skipped: number): TestCounts => ({
  passed,
  failed,
  skipped,
});

function recorded(name: string): string {
  return readFileSync(new URL(`../../../test/support/runner-output/${name}`, import.meta.url), 'utf8');
}

function read(text: string): Results {
  const results = readOutput({ text, isWhole: true });
  assert.ok(results !== null, 'no runner was recognized');
  return results;
}

interface Case {
  readonly file: string;
  readonly from: string;
  readonly counts: TestCounts | null;
  /** Name, message, and where. */
  readonly failures: readonly (readonly [string, string, string | null])[];
  /** A line that is in the detail of the first failure. */
  readonly stack?: RegExp;
}

const cases: readonly Case[] = [
  {
    file: 'node-test-spec.txt',
    from: 'node:test',
    counts: counted(1, 3, 1),
    failures: [
      ['broken.test.mjs', "'test failed'", 'broken.test.mjs:1:1'],
      [
        'carries the one',
        'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:',
        'sum.test.mjs:5:3',
      ],
      ['throws', 'TypeError: no such digit', 'sum.test.mjs:8:1'],
    ],
  },
  {
    file: 'node-test-tap.txt',
    from: 'TAP',
    counts: counted(1, 3, 1),
    failures: [
      ['broken.test.mjs', 'test failed', '/repo/broken.test.mjs:1:1'],
      ['carries the one', 'Expected values to be strictly equal:\n\n10 !== 11', '/repo/sum.test.mjs:5:3'],
      ['throws', 'no such digit', '/repo/sum.test.mjs:8:1'],
    ],
  },
  {
    file: 'mocha-tap.txt',
    from: 'TAP',
    counts: counted(1, 2, 0),
    failures: [
      ['throws', 'no such digit', null],
      ['sum carries the one', '10 == 11', null],
    ],
    stack: /TypeError: no such digit\n {4}at Context/,
  },
  {
    file: 'pytest.txt',
    from: 'pytest',
    counts: counted(1, 3, 1),
    failures: [
      ['test_sum.py::TestSum::test_carries', 'assert (9 + 1) == 11', 'test_sum.py:4'],
      ['test_sum.py::test_throws', 'TypeError: no such digit', 'test_sum.py:7'],
      ['test_sum.py::test_setup', 'OSError: no disk', 'test_sum.py:9'],
    ],
    stack: /def test_carries\(self\): assert 9 \+ 1 == 11/,
  },
  {
    file: 'pytest-broken.txt',
    from: 'pytest',
    counts: counted(0, 1, 0),
    failures: [['test_broken.py', "ModuleNotFoundError: No module named 'nothing_here'", 'test_broken.py:1']],
  },
  {
    file: 'unittest.txt',
    from: 'unittest',
    counts: counted(1, 2, 1),
    failures: [
      ['test_throws (test_u.SumTest.test_throws)', 'TypeError: no such digit', '/repo/test_u.py'],
      ['test_carries (test_u.SumTest.test_carries)', 'AssertionError: 10 != 11', '/repo/test_u.py'],
    ],
    stack: /raise TypeError/,
  },
  {
    file: 'jest.txt',
    from: 'Jest',
    counts: counted(1, 2, 1),
    failures: [
      ['sum › carries the one', 'expect(received).toBe(expected) // Object.is equality', './sum.test.js'],
      ['throws', 'TypeError: no such digit', './sum.test.js'],
      [
        'Test suite failed to run: ./broken.test.js',
        "Cannot find module './missing' from 'broken.test.js'",
        './broken.test.js',
      ],
    ],
    stack: /Expected: 11\nReceived: 10/,
  },
  {
    file: 'vitest.txt',
    from: 'Vitest',
    counts: counted(1, 2, 1),
    failures: [
      [
        'v/broken.test.mjs [ v/broken.test.mjs ]',
        "Error: Cannot find module './missing.mjs' imported from /repo/v/broken.test.mjs",
        'v/broken.test.mjs [ v/broken.test.mjs ]',
      ],
      [
        'sum > carries the one',
        'AssertionError: expected 10 to be 11 // Object.is equality',
        'v/sum.test.mjs',
      ],
      ['throws', 'TypeError: no such digit', 'v/sum.test.mjs'],
    ],
  },
  {
    file: 'mocha.txt',
    from: 'Mocha',
    counts: counted(1, 2, 1),
    failures: [
      ['throws', 'TypeError: no such digit', 'm/sum.js:7'],
      ['sum › carries the one', 'AssertionError [ERR_ASSERTION]: 10 == 11', 'm/sum.js:4'],
    ],
    stack: /at Context\.<anonymous>/,
  },
  {
    file: 'cargo.txt',
    from: 'cargo test',
    counts: counted(1, 2, 1),
    failures: [
      ['tests::carries', 'assertion `left == right` failed: carry', 'src/lib.rs:6:28'],
      ['tests::throws', 'no such digit', 'src/lib.rs:8:27'],
    ],
    stack: /left: 10\n right: 11/,
  },
  {
    file: 'go-test.txt',
    from: 'go test',
    counts: counted(2, 1, 1),
    failures: [['TestSum/carries', 'got 10, want 11', 'sum_test.go:14']],
  },
  {
    file: 'go-test-quiet.txt',
    from: 'go test',
    // Without -v nobody says how many passed.
    counts: null,
    failures: [['TestSum/carries', 'got 10, want 11', 'sum_test.go:14']],
  },
  {
    file: 'go-test-json.txt',
    from: 'go test',
    counts: counted(1, 1, 0),
    failures: [['example.com/sum TestSum', 'got 10, want 11', 'sum_test.go:14']],
  },
  {
    file: 'maven.txt',
    from: 'Maven',
    counts: counted(1, 2, 1),
    failures: [
      ['SumTest.carries', 'expected: <11> but was: <10>', 'SumTest:12'],
      ['SumTest.throwing', '» IllegalState no such digit', 'SumTest:20'],
    ],
  },
  {
    file: 'gradle.txt',
    from: 'Gradle',
    counts: counted(1, 2, 1),
    failures: [
      [
        'SumTest > carries()',
        'org.opentest4j.AssertionFailedError: expected: <11> but was: <10>',
        'SumTest.java:12',
      ],
      ['SumTest > throwing()', 'java.lang.IllegalStateException at SumTest.java:20', 'SumTest.java:20'],
    ],
  },
  {
    file: 'rspec.txt',
    from: 'RSpec',
    counts: counted(1, 2, 1),
    failures: [
      ['Sum carries the one', 'expected: 11', './spec/sum_spec.rb:6'],
      ['Sum throws', 'TypeError:', './spec/sum_spec.rb:12'],
    ],
    stack: /got: 10/,
  },
];

for (const { file, from, counts, failures, stack } of cases)
  test(`R184 counts and failing tests are read from ${file}`, () => {
    const results = read(recorded(file));
    assert.equal(results.from, from);
    assert.deepEqual(results.counts, counts);
    assert.deepEqual(
      results.failures.map(({ name, message, file: place }) => [name, message, place]),
      failures,
    );
    if (stack !== undefined) assert.match(results.failures[0]?.detail ?? '', stack);
  });

const summaries: readonly [string, string, TestCounts | null][] = [
  [
    'node:test, spec reporter',
    'ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\n',
    counted(3, 1, 1),
  ],
  ['node:test, tap reporter', '1..2\n# tests 2\n# pass 2\n# fail 0\n# skipped 0\n', counted(2, 0, 0)],
  ['a producer of TAP that only counts', '# pass 2\n# fail 1\n', counted(2, 1, 0)],
  ['pytest -q', '3 passed in 0.01s\n', counted(3, 0, 0)],
  ['pytest with nothing to do', '=== no tests ran in 0.01s ===\n', counted(0, 0, 0)],
  ['jest', 'Tests:       1 failed, 2 passed, 3 total\n', counted(2, 1, 0)],
  ['vitest', '      Tests  1 failed | 4 passed | 2 skipped (7)\n', counted(4, 1, 2)],
  [
    'cargo, several binaries',
    'test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\ntest result: FAILED. 3 passed; 1 failed; 0 ignored\n',
    counted(5, 1, 1),
  ],
  ['mocha', '  3 passing (12ms)\n  1 failing\n', counted(3, 1, 0)],
  ['plain TAP', '1..4\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP\nnot ok 4 - d # TODO\n', counted(1, 1, 2)],
  [
    'several modules of Maven',
    'Tests run: 2, Failures: 0, Errors: 0, Skipped: 0\nTests run: 3, Failures: 1, Errors: 0, Skipped: 1\n',
    counted(3, 1, 1),
  ],
  ['unittest', 'Ran 3 tests in 0.001s\n\nOK (skipped=1)\n', counted(2, 0, 1)],
  [
    'dotnet test',
    'Failed!  - Failed:     1, Passed:     2, Skipped:     3, Total:     6, Duration: 5 ms\n',
    counted(2, 1, 3),
  ],
  ['PHPUnit', 'Tests: 4, Assertions: 3, Errors: 1, Failures: 1, Skipped: 1.\n', counted(1, 2, 1)],
  ['PHPUnit when all is well', 'OK (4 tests, 5 assertions)\n', counted(4, 0, 0)],
  ['Minitest', '4 runs, 4 assertions, 1 failures, 1 errors, 1 skips\n', counted(1, 2, 1)],
  ['no runner at all', 'compiled in 3 seconds\n2 passed the bar', null],
];

for (const [name, text, counts] of summaries)
  test(`R184 the summary of ${name}`, () => {
    assert.deepEqual(readOutput({ text, isWhole: true })?.counts ?? null, counts);
    assert.deepEqual(
      readOutput({ text: text.replaceAll('\n', '\r\n'), isWhole: true })?.counts ?? null,
      counts,
    );
  });

test('lines that stand for one test each are not counted when their beginning was lost', () => {
  const text = '--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.00s)\n    b_test.go:3: no\n';
  assert.deepEqual(readOutput({ text, isWhole: true })?.counts, counted(1, 1, 0));
  const cut = readOutput({ text, isWhole: false });
  assert.equal(cut?.counts, null);
  assert.equal(cut?.failures[0]?.name, 'TestB');
});

test('of very many failures the first are kept, and each is cut to a size that a person reads', () => {
  const text = Array.from({ length: 500 }, (_, at) => `not ok ${at + 1} - ${'x'.repeat(5000)} ${at}`).join(
    '\n',
  );
  const { failures } = read(`1..500\n${text}\n`);
  assert.ok(failures.length <= 20);
  assert.ok(failures.every((each: TestFailure) => each.name.length <= 300));
});

test('words without end or structure are read in time that grows with their length only', () => {
  for (const piece of ['not ok ', '    ', '', '  1) ', '_'.repeat(9), '--- FAIL: a/', ' FAIL  a > ', '✖ a\n'])
    for (const end of ['', '\n']) {
      const started = performance.now();
      readOutput({
        text: `1..2\n1 failing\n✖ failing tests:\nFailures:\n${`${piece}${end}`.repeat(30_000)}`,
        isWhole: true,
      });
      assert.ok(performance.now() - started < 3000, JSON.stringify(piece));
    }
});
