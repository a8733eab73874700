import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { limitOfPlan, planNames, policyNames, policyOf } from './policy.ts';

const modes = readFileSync(new URL('../../docs/modes.md', import.meta.url), 'utf8');

test('R214 one word sets how work ends, how many run at once, and who may cancel', () => {
  const set = policyNames.map((name) => {
    const { whenDone, atOnce, cancelRunning } = policyOf(name);
    return [name, whenDone, atOnce, cancelRunning];
  });
  assert.deepEqual(set, [
    ['develop', 'push', 1, 'nobody'],
    ['workspace', 'idle', 10, 'person'],
    ['board', 'ready', 10, 'person'],
    ['parallel', 'ready', 3, 'orchestrator'],
    ['subagent', 'return', 10, 'parent'],
  ]);
});

test('R193 what a plan allows stands in a table, with the numbers that hold', () => {
  for (const plan of planNames)
    assert.match(modes, new RegExp(`^\\| \`${plan}\` .*\\| ${limitOfPlan(plan)} +\\|$`, 'm'));
  assert.equal(limitOfPlan(7), 7);
});
