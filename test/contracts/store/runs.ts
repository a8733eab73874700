// What a run keeps: leases, attempts, messages for its agent, results of its steps.
import assert from 'node:assert/strict';
import { noUsage } from '../../../src/domain/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt.ts';
import { attemptId, taskId } from '../../../src/domain/ids.ts';
import type { RunFact } from '../../../src/domain/statistics.ts';
import type { Task } from '../../../src/domain/task.ts';
import { sampleEvents } from '../../support/sample-tasks.ts';
import { createIn, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

export function runsContract(contract: Contract): void {
  leases(contract);
  attempts(contract);
  messagesAndSteps(contract);
}

function leases(contract: Contract): void {
  contract('a lease is renewed and released by its holder only', async ({ store, project, reopen }) => {
    const task = await createIn(store, await project(), 'starting');
    const lease = { taskId: task.id, worker: 'w1', fence: task.fence, until: 5000 };
    assert.equal(await store.leases.renew(task.id, task.fence, 6000), false);
    await store.leases.put(lease);
    assert.deepEqual(await store.leases.list(), [lease]);
    assert.equal(await store.leases.renew(task.id, task.fence, 6000), true);
    assert.equal(await store.leases.renew(task.id, task.fence + 1, 7000), false);
    assert.equal(await store.leases.renew(task.id, task.fence - 1, 7000), false);
    await store.leases.release(task.id, task.fence - 1);
    assert.deepEqual(await store.leases.list(), [{ ...lease, until: 6000 }]);
    const again = await reopen();
    assert.deepEqual(await again.leases.list(), [{ ...lease, until: 6000 }]);
    await again.leases.release(task.id, task.fence);
    await again.leases.release(task.id, task.fence);
    assert.deepEqual(await again.leases.list(), []);
  });

  contract('a task has one lease at most, and an old fence can neither keep nor take it', async (bench) => {
    const { store, project } = bench;
    const first = await createIn(store, await project(), 'starting');
    await store.leases.put({ taskId: first.id, worker: 'old', fence: first.fence, until: 5000 });
    await store.tasks.change(first.id, sampleEvents.lost, { actor: 'system' });
    const second = await store.tasks.change(first.id, sampleEvents.claimed, { actor: 'system' });
    assert.equal(await store.leases.renew(first.id, first.fence, 9000), false);
    const lease = { taskId: first.id, worker: 'new', fence: second.fence, until: 8000 };
    await store.leases.put(lease);
    await rejects(store.leases.put({ ...lease, worker: 'old', fence: first.fence }), 'stale_lease');
    await store.leases.release(first.id, first.fence);
    assert.deepEqual(await store.leases.list(), [lease]);
    await rejects(store.leases.put({ ...lease, taskId: taskId('nothing') }), 'not_found');
  });
}

function attempts(contract: Contract): void {
  const sampleAttempt = (task: Task, number: number, startedAt: number): Attempt => ({
    id: attemptId(`${task.id}-${number}-${startedAt}`),
    taskId: task.id,
    number,
    agent: 'builtin',
    model: 'openai/gpt-5.5',
    sessionId: null,
    processGroup: null,
    usage: noUsage,
    queuedAt: startedAt - 5,
    startedAt,
    endedAt: null,
  });

  contract('R40 the attempts of a task are kept, oldest first', async ({ store, project, reopen }) => {
    const shop = await project();
    const task = await createIn(store, shop, 'running');
    const other = await createIn(store, shop, 'running');
    const first = sampleAttempt(task, 1, 10);
    const second = sampleAttempt(task, 2, 20);
    assert.equal(await store.attempts.latest(task.id), undefined);
    for (const attempt of [second, first, sampleAttempt(other, 3, 30)]) await store.attempts.insert(attempt);
    const again = await reopen();
    assert.deepEqual(await again.attempts.list(task.id), [first, second]);
    assert.deepEqual(await again.attempts.latest(task.id), second);
    // A start that never reached its agent is not counted, so the next one may have its number.
    const retried = sampleAttempt(task, 2, 40);
    await again.attempts.insert(retried);
    assert.deepEqual(await again.attempts.latest(task.id), retried);
  });

  contract(
    'the runs of some days: newest first, which was the last of its task, within reach, without what is deleted',
    async ({ store, project }) => {
      const shop = await project();
      const task = await createIn(store, shop, 'running');
      const gone = await createIn(store, shop, 'failed');
      for (const attempt of [
        sampleAttempt(task, 1, 10),
        sampleAttempt(task, 2, 20),
        sampleAttempt(gone, 1, 30),
      ])
        await store.attempts.insert(attempt);
      await store.attempts.update(sampleAttempt(task, 1, 10).id, { endedAt: 17 });
      const query = { reach: null, from: 0, to: 100, limit: 10 };
      const shown = (runs: readonly RunFact[]): unknown =>
        runs.map((run) => [run.startedAt, run.queuedAt, run.endedAt, run.isLast, run.state]);
      assert.deepEqual(shown(await store.attempts.runs(query)), [
        [30, 25, null, true, 'failed'],
        [20, 15, null, true, 'running'],
        [10, 5, 17, false, 'running'],
      ]);
      assert.deepEqual(shown(await store.attempts.runs({ ...query, from: 20, to: 30 })), [
        [20, 15, null, true, 'running'],
      ]);
      assert.equal((await store.attempts.runs({ ...query, limit: 1 }))[0]?.taskId, gone.id);
      assert.equal((await store.attempts.runs({ ...query, reach: [shop.id] })).length, 3);
      assert.deepEqual(await store.attempts.runs({ ...query, reach: [] }), []);
      await store.tasks.change(gone.id, sampleEvents.deleted, { actor: 'ada' });
      assert.equal((await store.attempts.runs({ ...query, projectId: shop.id })).length, 2);
    },
  );

  contract('an update of an attempt changes what it names, also to nothing', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'running');
    const attempt = sampleAttempt(task, 1, 10);
    await store.attempts.insert(attempt);
    await store.attempts.update(attempt.id, { sessionId: 's-1', processGroup: 4242 });
    const usage = { inputTokens: 5, outputTokens: 6, cachedTokens: 7, cost: 0.25 };
    await store.attempts.update(attempt.id, { usage, processGroup: null, endedAt: 99 });
    assert.deepEqual(await store.attempts.latest(task.id), {
      ...attempt,
      sessionId: 's-1',
      usage,
      endedAt: 99,
    });
    await rejects(store.attempts.update(attemptId('nothing'), { endedAt: 1 }), 'not_found');
  });
}

function messagesAndSteps(contract: Contract): void {
  contract('messages are given once, oldest first, and wait through a restart', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project();
    const task = await createIn(store, shop, 'running');
    const other = await createIn(store, shop, 'running');
    await store.messages.add(task.id, 'first \u0000');
    await store.messages.add(other.id, 'not yours');
    await store.messages.add(task.id, 'second');
    const again = await reopen();
    assert.deepEqual(await again.messages.give(task.id, task.fence), ['first \u0000', 'second']);
    assert.deepEqual(await again.messages.give(task.id, task.fence), []);
    await again.messages.add(task.id, 'third');
    assert.deepEqual(await again.messages.give(task.id, task.fence), ['third']);
    await rejects(again.messages.add(taskId('nothing'), 'hello'), 'not_found');
    await rejects(again.messages.give(taskId('nothing'), 1), 'not_found');
  });

  contract(
    'R217 a message is given again to the next claim, unless the turn that had it ended',
    async (bench) => {
      const { store, project, reopen } = bench;
      const task = await createIn(store, await project(), 'running');
      await store.messages.add(task.id, 'had');
      await store.messages.give(task.id, task.fence);
      await store.messages.done(task.id, task.fence);
      for (const text of ['broken off', 'not given']) await store.messages.add(task.id, text);
      const lost = await store.tasks.change(task.id, sampleEvents.lost, { actor: 'system' });
      await rejects(store.messages.give(task.id, task.fence), 'stale_lease');
      assert.deepEqual(await store.messages.give(task.id, lost.fence), ['broken off', 'not given']);
      const again = await reopen();
      const claimed = await again.tasks.change(task.id, sampleEvents.claimed, { actor: 'system' });
      assert.deepEqual(await again.messages.give(task.id, claimed.fence), ['broken off', 'not given']);
      // Of an earlier claim: what it says of messages that another has by now does not count.
      await again.messages.done(task.id, lost.fence);
      assert.deepEqual(
        (await again.messages.list(task.id)).map((message) => message.state),
        ['done', 'given', 'given'],
      );
      await again.messages.done(task.id, claimed.fence);
      await again.messages.add(task.id, 'new');
      assert.deepEqual(await again.messages.list(task.id), [
        { text: 'had', state: 'done' },
        { text: 'broken off', state: 'done' },
        { text: 'not given', state: 'done' },
        { text: 'new', state: 'pending' },
      ]);
    },
  );

  contract('a message is given to one of those who ask at once', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'running');
    await store.messages.add(task.id, 'hello');
    const asked = Array.from({ length: 10 }, () => store.messages.give(task.id, task.fence));
    assert.deepEqual((await Promise.all(asked)).flat(), ['hello']);
  });

  contract('R217 the results of steps are kept by task and key, through a restart', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project();
    const task = await createIn(store, shop, 'running');
    const other = await createIn(store, shop, 'running');
    await store.steps.put(task.id, 'workspace', { dir: '/w', files: [1, null] });
    await store.steps.put(task.id, 'setup', undefined);
    await store.steps.put(other.id, 'workspace', 'other');
    const again = await reopen();
    assert.deepEqual(await again.steps.get(task.id, 'workspace'), { dir: '/w', files: [1, null] });
    // Done without a result is still done: only `undefined` means that the step has not run.
    assert.equal(await again.steps.get(task.id, 'setup'), null);
    assert.equal(await again.steps.get(task.id, 'checks'), undefined);
    await again.steps.put(task.id, 'workspace', 2);
    assert.equal(await again.steps.get(task.id, 'workspace'), 2);
    await again.steps.clear(task.id);
    assert.equal(await again.steps.get(task.id, 'workspace'), undefined);
    assert.equal(await again.steps.get(other.id, 'workspace'), 'other');
    await rejects(again.steps.put(taskId('nothing'), 'workspace', 1), 'not_found');
  });
}
