import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../domain/evidence.ts';
import { oid } from '../domain/ids.ts';
import { failureOf } from './classify.ts';

function evidence(patch: Partial<Evidence>): Evidence {
  return {
    name: 'test',
    command: 'npm test',
    outcome: 'failed',
    exitCode: 1,
    durationMs: 1200,
    counts: null,
    tail: '',
    log: 'check-1.log',
    on: 'task',
    tree: oid('a'.repeat(40)),
    base: oid('b'.repeat(40)),
    at: 0,
    ...patch,
  };
}

test('R36 a syntax or type error is a compile failure', () => {
  assert.equal(
    failureOf(evidence({ tail: 'src/a.ts(3,1): error TS2304: Cannot find name' })).kind,
    'compile',
  );
  assert.equal(failureOf(evidence({ tail: 'SyntaxError: Unexpected token' })).kind, 'compile');
});

test('R37 failing tests are a test failure, also when one of them prints a SyntaxError', () => {
  const failure = failureOf(
    evidence({ counts: { passed: 3, failed: 2, skipped: 0 }, tail: 'SyntaxError: in a test' }),
  );
  assert.equal(failure.kind, 'test');
  assert.match(failure.message, /2 failed, 3 passed/);
});

test('R38 a file that is not there is file_not_found', () => {
  assert.equal(
    failureOf(evidence({ tail: 'Error: ENOENT: no such file or directory' })).kind,
    'file_not_found',
  );
});

test('a check that never ends is a timeout that names its time', () => {
  const failure = failureOf(evidence({ outcome: 'timed_out', exitCode: null }));
  assert.equal(failure.kind, 'timeout');
  assert.match(failure.message, /npm test.*1\.2 s/);
});

test('a check command that does not exist says so and what to correct', () => {
  const failure = failureOf(evidence({ exitCode: 127, tail: 'sh: 1: nmp: not found' }));
  assert.match(failure.message, /does not exist/);
  assert.match(failure.next, /Correct the check command/);
});

test('R35 every failure carries the output and a next step', () => {
  const failure = failureOf(evidence({ tail: 'boom at line 3' }));
  assert.equal(failure.detail, 'boom at line 3');
  assert.notEqual(failure.next, '');
});

test('R35 R37 a failure names the tests that failed, with their stacks and where the whole output is', () => {
  const failures = ['adds', 'carries', 'rounds', 'throws'].map((name) => ({
    name,
    message: `${name} is wrong`,
    detail: `Error: ${name} is wrong\n    at sum.ts:3`,
    file: name === 'adds' ? 'sum.test.ts:3' : null,
  }));
  const counts = { passed: 1, failed: 4, skipped: 0 };
  const failure = failureOf(evidence({ failures, counts, cause: 'test', signs: [], tail: 'the end' }));
  assert.equal(
    failure.message,
    'Check “test” (npm test) failed with exit code 1 (4 failed, 1 passed): adds; carries; rounds, and 1 more.',
  );
  assert.match(failure.detail, /^✖ adds \(sum\.test\.ts:3\)\n {2}Error: adds is wrong\n {6}at sum\.ts:3\n/);
  assert.match(failure.detail, /The end of its output:\nthe end$/);
  assert.match(failure.next, /first sum\.test\.ts:3/);
  assert.equal(failure.log, 'check-1.log');
});

test('R36 a compiler error is in the message', () => {
  const sign = 'src/a.ts(3,1): error TS2304: Cannot find name.';
  const failure = failureOf(evidence({ cause: 'compile', signs: [sign, 'more'], tail: 'npm error' }));
  assert.equal(failure.kind, 'compile');
  assert.match(
    failure.message,
    /failed with exit code 1: src\/a\.ts\(3,1\): error TS2304: Cannot find name\.$/,
  );
  assert.match(failure.detail, /^src\/a\.ts.*\nmore\n/);
});

test('a program that may not be executed says how to mend that', () => {
  const failure = failureOf(evidence({ exitCode: 126, cause: 'no_command', signs: [] }));
  assert.equal(failure.kind, 'other');
  assert.match(failure.next, /chmod \+x/);
});
