// The three questions of a review, and what a request forbids: known without an agent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withActivity } from './activity.ts';
import { judge } from './judge.ts';
import type { ProposedTask } from './proposal.ts';
import { reviewOf } from './review.ts';

const good: ProposedTask = {
  key: 'orders',
  title: 'Cache orders',
  prompt: 'GET /orders answers from a cache for five minutes.',
  plan: { steps: [], doneWhen: [], risks: [], outOfScope: [] },
  category: 'performance',
  size: 'small',
  owns: ['billing/**'],
  checks: [],
  dependsOn: [],
  targets: [
    { kind: 'file', name: 'billing/orders.py', isNew: false, isThere: true },
    { kind: 'file', name: 'billing/cache.py', isNew: true, isThere: null },
  ],
  prohibitions: ["Don't change any API endpoint contracts"],
  testing: { framework: 'pytest', mocks: 'Redis with pytest-mock', coverage: 90 },
  review: { files: 'Both belong to billing.', scope: '', tests: null },
};

test('R10 the three questions are answered by what is known, beside what the planner says', () => {
  assert.deepEqual(reviewOf(good), {
    files: {
      isFine: true,
      found: 'It names 1 in the repository, 1 to be made.',
      said: 'Both belong to billing.',
    },
    scope: { isFine: true, found: 'It may change billing/**. 1 prohibited.', said: null },
    tests: {
      isFine: true,
      found: 'use pytest; mocks: Redis with pytest-mock; coverage of at least 90 % on the changed functions.',
      said: null,
    },
  });
});

test('R10 a person is told to look where a file is missing, all may be changed, or no test is wanted', () => {
  const missing = { kind: 'symbol' as const, name: 'Orders.total', isNew: false, isThere: false };
  const bad = reviewOf({
    ...good,
    targets: [...good.targets, missing],
    owns: ['**'],
    testing: null,
    review: null,
  });
  assert.deepEqual([bad.files.isFine, bad.scope.isFine, bad.tests.isFine], [false, false, false]);
  assert.equal(bad.files.found, 'Not in the repository: “Orders.total”.');
  assert.equal(reviewOf({ ...good, targets: [] }).files.isFine, false);
});

test('R7 what the person forbids must come back word for word, and is missed when it does not', () => {
  const request = 'Cache orders. Don’t change any API endpoint contracts! Only modify files in billing/.';
  const judged = judge([good], { request, count: 1 });
  assert.deepEqual(judged.problems, []);
  assert.deepEqual(judged.forgotten, [
    "“Only modify files in billing/.” of the request is in no task's prohibitions.",
  ]);
  const all = [...good.prohibitions, 'Only modify files in billing/'];
  assert.deepEqual(judge([{ ...good, prohibitions: all }], { request, count: 1 }).forgotten, []);
  const invented = { ...good, prohibitions: ['Never touch the database'] };
  assert.match(judge([invented], { request, count: 1 }).problems.join(), /not in the request word for word/);
});

test('of what a planner does the beginning and the end are kept, each as one short line', () => {
  let lines = withActivity([], { at: 0, kind: 'tool', text: 'first' });
  for (let at = 1; at < 500; at += 1)
    lines = withActivity(lines, { at, kind: 'tool', text: `${at}\n x`.padEnd(900, '.') });
  assert.equal(lines.length, 200);
  assert.deepEqual([lines[0]?.text, lines.at(-1)?.at, lines.at(-1)?.text.length], ['first', 499, 300]);
  assert.ok(lines.every(({ text }) => !text.includes('\n')));
  assert.equal(withActivity(lines, { at: 1, kind: 'said', text: ' \n ' }), lines);
});
