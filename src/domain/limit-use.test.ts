import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleDraft, sampleIn } from '../../test/support/sample-tasks.ts';
import { noUsage } from './attempt.ts';
import type { Attempt, Usage } from './attempt.ts';
import { nothingSpent } from './budget.ts';
import { attemptId } from './ids.ts';
import { canSpend, limitsInUse } from './limit-use.ts';
import type { Limits } from './task.ts';

const limits: Limits = { timeoutMs: 60_000, maxTurns: 5, maxTokens: 900, maxCost: 2 };
const task = sampleDraft({ limits });

function attempt(usage: Partial<Usage>): Attempt {
  return {
    id: attemptId('a'),
    taskId: task.id,
    number: 1,
    agent: 'builtin',
    model: null,
    sessionId: null,
    processGroup: null,
    usage: { ...noUsage, ...usage },
    queuedAt: null,
    startedAt: 0,
    endedAt: null,
  };
}

const used = (usage: Partial<Usage>): readonly (number | null)[] =>
  limitsInUse(task, attempt(usage), [], 0).map((one) => one.used);

test('of a task that never began nothing is used', () => {
  assert.deepEqual(
    limitsInUse(task, undefined, [], 0).map((one) => [one.what, one.of, one.limit, one.used]),
    [
      ['time', 'attempt', 60_000, 0],
      ['turns', 'attempt', 5, 0],
      ['tokens', 'attempt', 900, 0],
      ['cost', 'attempt', 2, 0],
    ],
  );
});

test('tokens in and out count together; what nobody counts or prices is unknown', () => {
  assert.deepEqual(used({ inputTokens: 10, outputTokens: 5, cost: 0.5, turns: 2 }), [0, 2, 15, 0.5]);
  assert.deepEqual(used({ inputTokens: 10, outputTokens: 5 }), [0, null, 15, null]);
  assert.deepEqual(used({}), [0, null, 0, 0]);
});

test('only limits that there are are told, and budgets of a day where they are given', () => {
  const free = sampleDraft({ limits: { timeoutMs: 1, maxTurns: null } });
  const day = { of: 'day', budget: { tokens: 100, cost: null }, spent: { tokens: 7, cost: 0 } } as const;
  const project = { of: 'project_day', budget: { tokens: null, cost: 3 }, spent: nothingSpent } as const;
  assert.deepEqual(
    limitsInUse(free, undefined, [project, day], 0).map((one) => [one.what, one.of, one.used]),
    [
      ['time', 'attempt', 0],
      ['cost', 'project_day', 0],
      ['tokens', 'day', 7],
    ],
  );
});

test('the time of a run is counted while it runs', () => {
  const running = sampleIn('running', { limits });
  const at = running.stateSince + 1500;
  assert.equal(limitsInUse(running, undefined, [], at)[0]?.used, 1500);
  assert.equal(limitsInUse(sampleIn('ready', { limits }), undefined, [], at)[0]?.used, null);
});

test('a task that is over uses nothing of the day any more', () => {
  assert.deepEqual(
    [canSpend(sampleIn('failed')), canSpend(sampleIn('done')), canSpend(sampleIn('ready'))],
    [true, false, false],
  );
});
