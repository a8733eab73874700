import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, isIn, sampleIn } from '../../test/support/sample-tasks.ts';
import { afterFailure, afterSuccess, agentHold, healthy, isHealthy, limited } from './agent-health.ts';
import type { AgentHealth } from './agent-health.ts';
import { taskId } from './ids.ts';
import { clockTime, timeLeft } from './moment.ts';
import { choose } from './schedule.ts';
import type { NewTask, TaskIn } from './task.ts';

const rule = { failures: 3, coolDownMs: 60_000 };
const now = Date.parse('2026-11-21T12:57:00Z');

function failing(tasks: readonly string[], from = healthy('home', 'qwen')): AgentHealth {
  const crash = (task: string) => ({ task: taskId(task), message: `crash in ${task}` });
  return tasks.reduce((health, task) => afterFailure(health, crash(task), rule, now), from);
}

test('R217 the breaker opens after so many tasks in a row, and one task does not open it alone', () => {
  assert.equal(agentHold(failing(['a', 'b']), 0, now), null);
  assert.equal(agentHold(failing(['a', 'a', 'a', 'a']), 0, now), null);
  const open = agentHold(failing(['a', 'b', 'c']), 0, now);
  assert.deepEqual([open?.why, open?.until], ['broken', now + 60_000]);
  assert.equal(
    open?.text,
    'agent qwen failed 3 times in a row (last: crash in c); it is tried again in 1m, or now with `tasklane agents resume qwen`',
  );
  assert.equal(
    agentHold(failing(['a', 'b', 'c'], afterSuccess(failing(['a', 'b']), now)), 0, now)?.why,
    'broken',
  );
  assert.equal(agentHold(failing(['c'], afterSuccess(failing(['a', 'b']), now)), 0, now), null);
});

test('after the cool-down one task tries; its success closes the breaker, its failure opens it again', () => {
  const broken = failing(['a', 'b', 'c']);
  const later = now + 60_000;
  assert.equal(agentHold(broken, 0, later), null);
  const trial = agentHold(broken, 1, later);
  assert.deepEqual([trial?.why, trial?.until], ['trial', null]);
  assert.ok(isHealthy(afterSuccess(broken, later)));
  const again = afterFailure(broken, { task: taskId('a'), message: 'crash' }, rule, later);
  assert.equal(agentHold(again, 0, later)?.until, later + 60_000);
});

test('a breaker of 0 never opens', () => {
  let health = healthy('home', 'qwen');
  for (let task = 0; task < 300; task += 1)
    health = afterFailure(health, { task: taskId(String(task)), message: '' }, { ...rule, failures: 0 }, now);
  assert.equal(agentHold(health, 0, now), null);
  assert.equal(health.failures.length, 100);
});

test('an agent at its usage limit waits for the later of two ends, and not beyond it', () => {
  const until = now + 2 * 3_600_000 + 3 * 60_000;
  const health = limited(limited(healthy('home', 'qwen'), until, 'limit'), until - 1000, 'limit');
  const hold = agentHold(health, 0, now);
  assert.deepEqual([hold?.why, hold?.until], ['usage_limit', until]);
  const clock = clockTime(until, now, { seconds: false });
  assert.equal(hold?.text, `agent qwen is at its usage limit until ${clock} (in 2h 3m)`);
  assert.equal(agentHold(health, 5, until), null);
  assert.deepEqual(afterSuccess(health, now), health);
  assert.ok(isHealthy(afterSuccess(health, until)));
});

test('what is left is told in the two largest units, and never as nothing', () => {
  const told = [0, 43_000, 59_001, 61_000, 3_600_000, 7_380_000, 90_000_000].map(timeLeft);
  assert.deepEqual(told, ['1 s', '43 s', '1m', '2m', '1h 0m', '2h 3m', '1d 1h']);
});

const queued = (number: number, given: Partial<NewTask> = {}): TaskIn<'queued'> =>
  sampleIn('queued', { number, agent: 'qwen', ...given });

function kinds(tasks: readonly TaskIn<'queued'>[], health: AgentHealth, at = now): readonly string[] {
  const { holds, againAt } = choose({
    queued: tasks,
    live: [],
    byId: () => undefined,
    limits: { all: 10, project: () => null },
    health: (agent) => (agent === health.agent ? health : undefined),
    pressure: null,
    now: at,
  });
  return [...tasks.map((task) => holds.get(task.id)?.kind ?? 'starts'), String(againAt)];
}

test('only the tasks of a parked agent wait, and the queue knows until when', () => {
  const health = limited(healthy('home', 'qwen'), now + 5000, 'limit');
  const tasks = [queued(1), queued(2, { agent: 'gemini' }), queued(3)];
  assert.deepEqual(kinds(tasks, health), ['agent', 'starts', 'agent', String(now + 5000)]);
  assert.deepEqual(kinds(tasks, health, now + 5000), ['starts', 'starts', 'starts', 'null']);
});

test('of a broken agent exactly one task starts after the cool-down', () => {
  assert.deepEqual(kinds([queued(1), queued(2)], failing(['a', 'b', 'c']), now + 60_000), [
    'starts',
    'agent',
    'null',
  ]);
});

test('a develop task of a parked agent keeps its turn in its lane', () => {
  const develop = { policy: 'develop' } as const;
  const tasks = [queued(1, develop), queued(2, { ...develop, agent: 'gemini' })];
  assert.deepEqual(kinds(tasks, limited(healthy('home', 'qwen'), now + 5000, 'limit')).slice(0, 2), [
    'agent',
    'lane',
  ]);
});

test('a task that backs off says after what, which try comes, and when', () => {
  const backoff = { failures: 1, tries: 5, cause: 'a network error' };
  const task = after(sampleIn('running', { number: 1 }), {
    type: 'deferred',
    notBefore: now + 43_000,
    reason: 'broke',
    backoff,
  });
  assert.ok(isIn(task, 'queued'));
  const { holds } = choose({
    queued: [task],
    live: [],
    byId: () => undefined,
    limits: { all: 10, project: () => null },
    health: () => undefined,
    pressure: null,
    now,
  });
  const clock = clockTime(now + 43_000, now, { seconds: true });
  assert.match(clock, /^\d\d:\d\d:\d\d$/);
  assert.equal(
    holds.get(task.id)?.text,
    `backing off after a network error (try 2 of 5): starts in 43 s (${clock})`,
  );
});
