// Invariants 1 and 4 of the lifecycle, after a few hundred random steps over several tasks: no write with an old fence
// ever counts, and the log of each task gives exactly its row.
import assert from 'node:assert/strict';
import { AppError } from '../../../src/domain/errors.ts';
import { replay } from '../../../src/domain/event.ts';
import { isAllowed } from '../../../src/domain/lifecycle.ts';
import { policyNames } from '../../../src/domain/policy.ts';
import { isLive } from '../../../src/domain/task.ts';
import type { Task } from '../../../src/domain/task.ts';
import type { Store } from '../../../src/store/store.ts';
import { seededRandom } from '../../support/random.ts';
import type { Random } from '../../support/random.ts';
import { eventTypes, sampleEvents } from '../../support/sample-tasks.ts';
import { createIn, draftFor, rowOf } from './setup.ts';
import type { Bench, Contract } from './setup.ts';

const seeds = [1, 2, 3];
const steps = 300;

export function invariantsContract(contract: Contract): void {
  for (const seed of seeds) {
    contract(
      `R215 after ${steps} random steps every log gives its task's row, and no old fence counted, seed ${seed}`,
      async (bench) => {
        const walk = await startWalk(bench, seed);
        for (let step = 0; step < steps; step += 1) {
          bench.clock.at += walk.random.below(50);
          await takeStep(bench.store, walk);
        }
        await assertInvariants(bench.store, walk);
        await assertInvariants(await bench.reopen(), walk);
        assert.ok(walk.staleWrites > 5, `old fences were tried: ${walk.staleWrites}`);
      },
    );
  }
}

interface Walk {
  readonly random: Random;
  readonly project: { readonly id: Task['projectId'] };
  /** Each as the walk believes it to be: what the last change that succeeded returned. */
  readonly tasks: Task[];
  staleWrites: number;
}

async function startWalk(bench: Bench, seed: number): Promise<Walk> {
  const random = seededRandom(seed);
  const project = await bench.project();
  const tasks: Task[] = [];
  for (let count = 0; count < 5; count += 1)
    tasks.push(await createIn(bench.store, project, 'queued', { policy: random.pick(policyNames) }));
  return { random, project, tasks, staleWrites: 0 };
}

async function takeStep(store: Store, walk: Walk): Promise<void> {
  const index = walk.random.below(walk.tasks.length);
  const task = walk.tasks[index];
  assert.ok(task);
  const kind = walk.random.below(10);
  if (task.deletedAt !== null) walk.tasks[index] = await store.tasks.create(draftFor(walk.project), 'ada');
  else if (kind < 2 && task.fence > 0) await writeWithOldFence(store, walk, task);
  else if (kind === 2) await speak(store, task);
  else walk.tasks[index] = await change(store, walk, task);
}

async function change(store: Store, walk: Walk, task: Task): Promise<Task> {
  const allowed = eventTypes.filter((type) => isAllowed(task.state, type));
  const goingOn = allowed.filter((type) => type !== 'deleted');
  // A deletion ends a task's walk, so it comes seldom while anything else can.
  const type = walk.random.pick(goingOn.length > 0 && walk.random.below(10) > 0 ? goingOn : allowed);
  const options = { actor: 'walk', expectVersion: task.version, ...(isLive(task) && { fence: task.fence }) };
  try {
    const after = await store.transition(async (within) => {
      const changed = await within.tasks.change(task.id, sampleEvents[type], options);
      if (type === 'claimed')
        await within.leases.put({ taskId: task.id, worker: 'w', fence: changed.fence, until: 1 });
      return changed;
    });
    if (isLive(task) && !isLive(after)) await store.leases.release(task.id, task.fence);
    return after;
  } catch (error) {
    // The policy may refuse what the table allows; anything else is a failure of the test.
    if (error instanceof AppError && error.code === 'invalid_transition') return task;
    throw error;
  }
}

async function speak(store: Store, task: Task): Promise<void> {
  const fence = isLive(task) ? { fence: task.fence } : {};
  await store.events.append(task.id, [{ type: 'agent.message', text: 'hm' }], { actor: 'agent', ...fence });
}

async function writeWithOldFence(store: Store, walk: Walk, task: Task): Promise<void> {
  walk.staleWrites += 1;
  const fence = task.fence - 1;
  const last = await store.events.last();
  const writes = await Promise.allSettled([
    store.tasks.change(task.id, sampleEvents[walk.random.pick(eventTypes)], { actor: 'zombie', fence }),
    store.events.append(task.id, [{ type: 'agent.message', text: 'late' }], { actor: 'zombie', fence }),
    store.leases.put({ taskId: task.id, worker: 'zombie', fence, until: 99 }),
  ]);
  for (const write of writes)
    assert.ok(
      write.status === 'rejected' && write.reason instanceof AppError && write.reason.code === 'stale_lease',
    );
  assert.equal(await store.leases.renew(task.id, fence, 99), false);
  await store.leases.release(task.id, fence);
  assert.deepEqual(await rowOf(store, task.id), task);
  assert.equal(await store.events.last(), last);
}

async function assertInvariants(store: Store, walk: Walk): Promise<void> {
  const rows = await store.tasks.list({ withDeleted: true });
  for (const row of rows) {
    const log = await store.events.read({ taskId: row.id, limit: 10_000 });
    assert.deepEqual(replay(log), row);
    assert.deepEqual(
      log.map((record) => record.seq),
      log.map((_, index) => index + 1),
    );
    assert.equal(log.filter((record) => record.body.type === 'task.changed').length, row.version - 1);
  }
  for (const task of walk.tasks) assert.deepEqual(await rowOf(store, task.id), task);
  const all = await store.events.read({ limit: 100_000 });
  assert.deepEqual(
    all.map((record) => record.id),
    all.map((_, index) => index + 1),
  );
  const live = rows.filter(isLive).map((row) => `${row.id}:${row.fence}`);
  const leased = (await store.leases.list()).map((lease) => `${lease.taskId}:${lease.fence}`);
  assert.deepEqual(leased.sort(), live.sort());
}
