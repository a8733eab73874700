import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplyFacts } from './apply-steps.ts';
import type { ResolutionJson } from '../../src/api/resolution-schemas.ts';
import { applySteps } from './apply-steps.ts';

const oid = (letter: string): string => letter.repeat(40);
const facts: ApplyFacts = {
  task: { result: null, conflicts: [], branch: 'tasklane/1-total', pull_request: null },
  report: {
    branch: 'main',
    branch_head: oid('a'),
    base: oid('a'),
    checks: [],
    remarks: [],
    asks_host: null,
  },
  conflicts: { files: [] },
  root: '/code/shop',
};
const check = { name: 'test', command: 'npm test', timeout_ms: 1, group: null, reports: [] };
const resolution: ResolutionJson = {
  id: 'r',
  path: 'a.ts',
  kind: 'content',
  source: 'history',
  task_id: null,
  proven: true,
  also: [],
  deletes: false,
  uses: 1,
  used_at: null,
  created_at: '2026-11-21T00:00:00.000Z',
};

test('an apply is told step by step: what is merged, what runs, what moves', () => {
  const texts = applySteps({
    ...facts,
    report: { ...facts.report, base: oid('b'), checks: [check] },
  }).map((step) => step.text);
  assert.match(texts[0] ?? '', /merged into main, which stands at aaaaaaaaaa and has moved/);
  assert.match(texts[1] ?? '', /does not conflict/);
  assert.match(texts[2] ?? '', /runs: test \(npm test\)/);
  assert.match(texts[3] ?? '', /\/code\/shop is fast-forwarded/);
});

test('what stands in the way is told apart: refused, resolved as before, in the way of others, not proven', () => {
  const steps = applySteps({
    ...facts,
    task: {
      ...facts.task,
      conflicts: [
        { with: 'x', number: 7, name: 'other', files: [{ path: 'c.ts', kind: 'content', resolution: null }] },
        { with: 'y', number: 8, name: 'known', files: [{ path: 'd.ts', kind: 'content', resolution: 'r' }] },
      ],
    },
    conflicts: {
      files: [
        { path: 'a.ts', kind: 'content', resolution, before: '', after: '', outcome: 'new' },
        { path: 'b.ts', kind: 'content', resolution: null, before: '', after: null, outcome: null },
      ],
    },
  });
  const of = (tone: string): string =>
    steps
      .filter((step) => step.tone === tone)
      .map((step) => step.text)
      .join(' ');
  assert.match(of('bad'), /b\.ts.* refused/);
  assert.doesNotMatch(of('bad'), /a\.ts/);
  assert.match(of('warn'), /a\.ts; that is resolved as before.*No check.*#7 will conflict/);
  assert.doesNotMatch(steps.map((step) => step.text).join(' '), /#8/, 'it is resolved as before');
});

test('where a git host is asked, it is said who, what is pushed, and that nothing is merged here', () => {
  const asks = { remote: 'origin', into: 'main', host: 'github.com/ada/shop', problem: null };
  const texts = applySteps({ ...facts, report: { ...facts.report, asks_host: asks } }).map(
    ({ text }) => text,
  );
  assert.match(texts[1] ?? '', /pushed to the branch tasklane\/1-total of origin/);
  assert.match(texts[2] ?? '', /github\.com\/ada\/shop is asked by a pull request to take it into main/);
  assert.match(texts[3] ?? '', /Nothing is merged here/);
  const problem = { message: 'There is no token for github.com.', next: 'Write one.' };
  const [first] = applySteps({
    ...facts,
    report: { ...facts.report, asks_host: { ...asks, host: null, problem } },
  });
  assert.deepEqual(first, { text: 'There is no token for github.com. Write one.', tone: 'bad' });
});
