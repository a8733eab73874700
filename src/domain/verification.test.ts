import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, sampleEvidence, sampleIn, sampleResult } from '../../test/support/sample-tasks.ts';
import { AppError } from './errors.ts';
import { isFlaky } from './evidence.ts';
import { oid } from './ids.ts';
import type { Result } from './result.ts';
import { taskStates } from './task.ts';
import { isProven, judge, verificationOf } from './verification.ts';

const other = oid('c'.repeat(40));
const { checks } = sampleIn('ready');
const withChecks = (...list: Result['checks']): Result => ({ ...sampleResult, checks: list });

test('R184 work is proven by checks that passed on exactly its tree, and by nothing else', () => {
  const cases: readonly [string, Result][] = [
    ['passed', sampleResult],
    ['unchecked', withChecks()],
    ['failed', withChecks({ ...sampleEvidence, outcome: 'failed', exitCode: 1 })],
    ['failed', withChecks({ ...sampleEvidence, outcome: 'timed_out', exitCode: null })],
    ['stale', withChecks({ ...sampleEvidence, tree: other })],
    // That the merged tree passed says nothing of the work alone.
    ['unchecked', withChecks({ ...sampleEvidence, on: 'merged' })],
    [
      'passed',
      withChecks(sampleEvidence, { ...sampleEvidence, on: 'merged', outcome: 'failed', tree: other }),
    ],
  ];
  for (const [status, result] of cases) {
    const found = judge(checks, result);
    assert.equal(found.status, status);
    assert.match(found.reason, /^[A-Z].*\.$/);
    assert.equal(isProven(found), status === 'passed');
  }
});

test('one of two checks is not enough, and without any that is said', () => {
  const [check] = checks;
  assert.ok(check !== undefined);
  const found = judge([check, { ...check, name: 'lint' }], sampleResult);
  assert.equal(found.status, 'unchecked');
  assert.match(found.reason, /“lint” did not run/);
  const none = judge([], withChecks());
  assert.deepEqual([none.status, isProven(none)], ['no_checks', true]);
  assert.match(none.reason, /No check was configured/);
});

test('a task becomes ready, and is applied, only with evidence of its newest tree', () => {
  const running = sampleIn('running');
  for (const result of [
    withChecks(),
    withChecks({ ...sampleEvidence, tree: other }),
    { ...sampleResult, tree: other },
  ])
    assert.throws(
      () => after(running, { type: 'verified', result }),
      (error) =>
        error instanceof AppError &&
        error.code === 'invalid_transition' &&
        /its work is not verified/.test(error.message) &&
        error.next !== undefined,
    );
  assert.equal(after(running, { type: 'verified', result: sampleResult }).state, 'ready');
  const ready = sampleIn('ready');
  const moved = { ...ready, result: { ...sampleResult, tree: other } };
  for (const event of ['apply_queued', 'apply_started'] as const)
    assert.throws(() => after(moved, event), /ran on tree aaaa/, event);
});

test('evidence is stale as soon as the work goes on, and there is none without work', () => {
  const ready = sampleIn('ready');
  assert.equal(verificationOf(ready)?.status, 'passed');
  const goingOn = ['queued', 'starting', 'running', 'waiting', 'paused'];
  for (const state of taskStates) {
    const found = verificationOf({ checks, state, result: sampleResult });
    assert.equal(found?.status === 'stale', goingOn.includes(state), state);
    assert.equal(verificationOf({ checks, state, result: null }), null);
  }
  assert.match(
    verificationOf(after(ready, 'sent_back'))?.reason ?? '',
    /commit aaaaaaaaaa; the work has gone on/,
  );
});

test('flaky is what failed first and passed then', () => {
  const { name: _, ...run } = sampleEvidence;
  const failed = { ...run, outcome: 'failed' } as const;
  assert.equal(isFlaky(sampleEvidence), false);
  assert.equal(isFlaky({ ...sampleEvidence, earlier: [failed] }), true);
  assert.equal(isFlaky({ ...sampleEvidence, outcome: 'failed', earlier: [failed] }), false);
});
