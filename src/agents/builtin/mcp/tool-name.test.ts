import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolNameOf } from './tool-name.ts';

test('a name that providers take stays as it is', () => {
  assert.equal(toolNameOf('git-hub', 'list_issues'), 'mcp__git-hub__list_issues');
});

test('any other becomes one that providers take, and never that of another tool', () => {
  const names = [
    toolNameOf('a', 'b'),
    toolNameOf('a b', 'c'),
    toolNameOf('a.b', 'c'),
    toolNameOf('a__b', 'c'),
    toolNameOf('a', 'b__c'),
    toolNameOf('ä'.repeat(80), 'tool'),
    toolNameOf('s', 't'.repeat(80)),
    toolNameOf('s', `${'t'.repeat(80)}2`),
  ];
  for (const name of names) assert.match(name, /^mcp__[A-Za-z0-9_-]+$/);
  for (const name of names) assert.ok(name.length <= 64, name);
  assert.equal(new Set(names).size, names.length);
});
