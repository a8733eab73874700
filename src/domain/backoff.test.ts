import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, isIn, sampleIn } from '../../test/support/sample-tasks.ts';
import { seededRandom } from '../../test/support/random.ts';
import { backoffMs } from './backoff.ts';
import type { TaskIn } from './task.ts';

const rule = { firstMs: 1000 };

test('the wait doubles with each failure up to 15 minutes, and chance takes at most half of it', () => {
  const random = seededRandom(1);
  for (let failures = 1; failures <= 200; failures += 1) {
    const full = Math.min(15 * 60_000, 1000 * 2 ** (failures - 1));
    for (let round = 0; round < 20; round += 1) {
      const wait = backoffMs(failures, rule, { chance: random.below(1000) / 1000, atLeastMs: null });
      assert.ok(wait >= full / 2 - 1 && wait <= full, `${failures}: ${wait} of ${full}`);
    }
  }
});

test('tasks that failed together do not come back together', () => {
  const random = seededRandom(2);
  const waits = Array.from({ length: 50 }, () =>
    backoffMs(3, rule, { chance: random.below(100_000) / 100_000, atLeastMs: null }),
  );
  assert.ok(new Set(waits).size > 40);
});

test('what the provider asked for is never undercut', () => {
  for (const chance of [0, 0.5, 0.999]) {
    const wait = backoffMs(1, rule, { chance, atLeastMs: 30_000 });
    assert.ok(wait >= 30_000 && wait < 30_200, String(wait));
  }
  assert.equal(backoffMs(1, rule, { chance: 0, atLeastMs: 10 }), 500);
});

const backoff = { failures: 1, tries: 5, cause: 'a network error' };

function putOff(from: TaskIn<'running'> | TaskIn<'starting'>): TaskIn<'queued'> {
  const task = after(from, { type: 'deferred', notBefore: 9000, reason: 'it broke', backoff });
  assert.ok(isIn(task, 'queued'));
  return task;
}

test('a task that is put off goes on where it was, and its failures are counted until its agent worked', () => {
  const queued = putOff(sampleIn('running'));
  assert.deepEqual([queued.resume?.reason, queued.notBefore, queued.attempt], ['recovered', 9000, 1]);
  const again = after(queued, 'claimed', 'stepped', 'started');
  assert.deepEqual([again.backoff, again.attempt], [backoff, 1]);
  for (const end of ['verified', 'idled', 'finished', 'failed'] as const)
    assert.equal(after(again, end).backoff, null, end);
  for (const other of ['progressed', 'asked', 'lost'] as const)
    assert.deepEqual(after(again, other).backoff, backoff, other);
});

test('R217 a start that never reached its agent counts no attempt and begins anew', () => {
  const queued = putOff(sampleIn('starting'));
  assert.deepEqual([queued.resume, queued.attempt], [null, 0]);
});

test('a task that somebody wants to start now keeps all but its time', () => {
  const queued = putOff(sampleIn('running'));
  const hurried = after(queued, 'hurried');
  assert.ok(isIn(hurried, 'queued'));
  assert.deepEqual([hurried.notBefore, hurried.resume, hurried.backoff], [null, queued.resume, backoff]);
});
