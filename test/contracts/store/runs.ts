// What a run keeps: leases, attempts, messages for its agent, results of its steps.
import assert from 'node:assert/strict';
import { noUsage } from '../../../src/domain/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt.ts';
import { attemptId, taskId } from '../../../src/domain/ids.ts';
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
  contract('messages are taken once, oldest first, and wait through a restart', async (bench) => {
    const { store, project, reopen } = bench;
    const shop = await project();
    const task = await createIn(store, shop, 'running');
    const other = await createIn(store, shop, 'running');
    await store.messages.add(task.id, 'first \u0000');
    await store.messages.add(other.id, 'not yours');
    await store.messages.add(task.id, 'second');
    const again = await reopen();
    assert.deepEqual(await again.messages.take(task.id), ['first \u0000', 'second']);
    assert.deepEqual(await again.messages.take(task.id), []);
    await again.messages.add(task.id, 'third');
    assert.deepEqual(await again.messages.take(task.id), ['third']);
    await rejects(again.messages.add(taskId('nothing'), 'hello'), 'not_found');
  });

  contract('a message is given to one of those who take at once', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'running');
    await store.messages.add(task.id, 'hello');
    const taken = await Promise.all(Array.from({ length: 10 }, () => store.messages.take(task.id)));
    assert.deepEqual(taken.flat(), ['hello']);
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
