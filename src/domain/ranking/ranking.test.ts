// What a judge cites is held against what was measured.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from './citation.ts';
import type { Citation, VariantFacts } from './citation.ts';
import { checked, orderProblems, reasonProblems } from './ranking.ts';
import type { Opinion } from './ranking.ts';

const unknown = { cost: null, tests_skipped: null, input_tokens: null, output_tokens: null };

function facts(number: number): VariantFacts {
  return {
    number,
    checks: [{ name: 'test', outcome: number === 1 ? 'passed' : 'failed', counts: null }],
    counts: {
      files: 2,
      additions: 10 * number,
      deletions: 0,
      checks_passed: 1,
      checks_failed: 0,
      tests_passed: 4,
      tests_failed: 0,
      duration_ms: 5,
      ...unknown,
    },
    files: new Map([
      [
        'src/a.ts',
        { old: new Map([[3, 'let total = 0;']]), new: new Map([[4, '  const total = sum(all);']]) },
      ],
      ['logo.png', null],
    ]),
  };
}

const both = [facts(1), facts(2)];
const line: Extract<Citation, { kind: 'line' }> = {
  kind: 'line',
  variant: 1,
  path: 'src/a.ts',
  side: 'new',
  line: 4,
  text: 'const total = sum(all);',
};

test('R188 a citation holds when it says what was measured, of whichever variant', () => {
  const holding: readonly Citation[] = [
    { kind: 'check', variant: 1, name: 'test', outcome: 'passed' },
    { kind: 'check', variant: 2, name: 'test', outcome: 'failed' },
    { kind: 'count', variant: 2, what: 'additions', value: 20 },
    line,
    { ...line, text: ' sum(all) ' },
    { ...line, side: 'old', line: 3, text: 'let total' },
  ];
  for (const citation of holding) assert.equal(problemOf(citation, both), null);
});

test('R188 a citation that does not hold is told what is there instead', () => {
  const wrong: readonly (readonly [Citation, RegExp])[] = [
    [{ kind: 'check', variant: 1, name: 'test', outcome: 'failed' }, /is passed, not failed/],
    [{ kind: 'check', variant: 1, name: 'lint', outcome: 'passed' }, /#1 has no check “lint”/],
    [{ kind: 'check', variant: 3, name: 'test', outcome: 'passed' }, /no variant #3/],
    [{ kind: 'count', variant: 1, what: 'additions', value: 20 }, /additions of #1 is 10, not 20/],
    [{ kind: 'count', variant: 1, what: 'cost', value: 0 }, /is not known/],
    [{ ...line, path: 'src/b.ts' }, /did not change “src\/b.ts”/],
    [{ ...line, path: 'logo.png' }, /are not shown/],
    [{ ...line, line: 5 }, /Line 5 .* is not in its diff/],
    [{ ...line, side: 'old' }, /is not in its diff/],
    [{ ...line, text: 'total = 0' }, /is “const total = sum\(all\);”, not “total = 0”/],
    [{ ...line, text: '  ' }, /without what stands there/],
  ];
  for (const [citation, problem] of wrong) assert.match(problemOf(citation, both) ?? '', problem);
});

test('R188 an order has each variant once, and each place a reason with evidence', () => {
  const good: Opinion = {
    summary: '',
    order: [
      { variant: 1, reasons: [{ text: 'It works.', citations: [line] }] },
      { variant: 2, reasons: [{ text: 'It does not.', citations: [{ ...line, variant: 2 }] }] },
    ],
  };
  assert.deepEqual([...orderProblems(good, both), ...reasonProblems(good, both)], []);
  const [first] = good.order;
  assert.ok(first !== undefined);
  assert.deepEqual(orderProblems({ ...good, order: [first, first, { variant: 7, reasons: [] }] }, both), [
    '#2 has no place.',
    'There is no variant #7.',
    '#1 has two places.',
  ]);
  const bad = [
    { text: 'It is faster.', citations: [] },
    { text: 'It is small.', citations: [line, { ...line, line: 9 }] },
  ];
  assert.deepEqual(reasonProblems({ summary: '', order: [{ variant: 1, reasons: bad }] }, both), [
    'Reason 1 of #1: It cites no evidence.',
    'Reason 2 of #1: Line 9 of “src/a.ts” (new) of #1 is not in its diff.',
  ]);
  assert.deepEqual(reasonProblems({ summary: '', order: [{ variant: 2, reasons: [] }] }, both), [
    'There is no reason for the place of #2.',
  ]);
  assert.deepEqual(
    checked([...bad, { text: 'Good.', citations: [line] }], both).map(({ isSupported, citations }) => [
      isSupported,
      citations.map(({ problem }) => problem === null),
    ]),
    [
      [false, []],
      [false, [true, false]],
      [true, [true]],
    ],
  );
});
