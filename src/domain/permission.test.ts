import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionPolicies, ruleOn, stricter } from './permission.ts';

const edit = { kind: 'edit', paths: ['src/a.ts'] } as const;
const shell = { kind: 'execute', paths: [] } as const;

test('allow_edits allows edits of files in the copy, and asks about everything else', () => {
  assert.equal(ruleOn('allow_edits', edit, true), 'allow');
  assert.equal(ruleOn('allow_edits', { kind: 'delete', paths: ['a'] }, true), 'allow');
  assert.equal(ruleOn('allow_edits', edit, false), 'ask');
  assert.equal(ruleOn('allow_edits', shell, true), 'ask');
  // Who does not say what it edits may edit anything.
  assert.equal(ruleOn('allow_edits', { kind: 'edit', paths: [] }, true), 'ask');
  assert.equal(ruleOn('allow_edits', { kind: 'read', paths: ['a'] }, true), 'ask');
});

test('the other policies decide without looking at the call', () => {
  for (const call of [edit, shell])
    assert.deepEqual(
      permissionPolicies.map((policy) => policy !== 'allow_edits' && ruleOn(policy, call, false)),
      ['deny', 'ask', false, 'allow'],
    );
});

test('of two policies the stricter one is the one that lets agents do less', () => {
  assert.equal(stricter('allow_all', 'ask'), 'ask');
  assert.equal(stricter('ask', 'allow_all'), 'ask');
  assert.equal(stricter('deny', 'ask'), 'deny');
  assert.equal(stricter('allow_edits', 'allow_all'), 'allow_edits');
});
