import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskId } from './ids.ts';
import { outcomeOf, sumsBy, sumsOf } from './statistics.ts';
import type { RunFact } from './statistics.ts';
import { taskStates } from './task.ts';

function run(more: Partial<RunFact> = {}): RunFact {
  return {
    taskId: taskId('t'),
    agent: 'builtin',
    queuedAt: 1000,
    startedAt: 4000,
    endedAt: 9000,
    isLast: true,
    state: 'ready',
    ...more,
  };
}

test('each state says what became of the last run, and every run before it was done again', () => {
  assert.deepEqual(
    taskStates.map((state) => `${state}: ${outcomeOf(run({ state }))}`),
    [
      'draft: again',
      'queued: again',
      'starting: open',
      'running: open',
      'waiting: open',
      'paused: open',
      'ready: succeeded',
      'applying: succeeded',
      'done: succeeded',
      'failed: failed',
      'cancelled: cancelled',
      'dismissed: dismissed',
    ],
  );
  for (const state of taskStates) assert.equal(outcomeOf(run({ state, isLast: false })), 'again');
});

test('median, nine of ten, and the longest; what is unknown or not over is not counted', () => {
  const runs = [100, 200, 300, 400, 500, 600, 700, 800, 900, 9000].map((ms) =>
    run({ startedAt: 5000, endedAt: 5000 + ms, queuedAt: 5000 - ms }),
  );
  const unknown = run({ endedAt: null, queuedAt: null, state: 'running' });
  const spread = { count: 10, median: 500, p90: 900, longest: 9000 };
  assert.deepEqual(sumsOf([...runs, unknown]), {
    runs: 11,
    outcomes: { succeeded: 10, failed: 0, dismissed: 0, cancelled: 0, again: 0, open: 1 },
    worked: spread,
    waited: spread,
  });
  assert.equal(sumsOf([]).worked, null);
  assert.equal(
    sumsOf([run({ startedAt: 5000, endedAt: 4000 })]).worked?.longest,
    0,
    'a clock that was set back',
  );
});

test('by agent, each on its own', () => {
  const groups = sumsBy([run(), run({ agent: 'acp', state: 'failed' }), run()], ({ agent }) => agent);
  assert.deepEqual(
    groups.map(({ key, runs, outcomes }) => [key, runs, outcomes.succeeded, outcomes.failed]),
    [
      ['acp', 1, 0, 1],
      ['builtin', 2, 2, 0],
    ],
  );
});
