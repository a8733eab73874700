import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createIn, sampleProject } from '../../test/contracts/store/setup.ts';
import { sampleEvents } from '../../test/support/sample-tasks.ts';
import type { Limits } from '../domain/hold.ts';
import type { Project } from '../domain/project.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { Store, TaskDraft } from '../store/store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { claimTasks } from './claim.ts';
import type { ClaimOutcome } from './claim.ts';
import { leaseMs } from './lease.ts';
import { sweep } from './sweep.ts';

class Desk {
  readonly store: Store;
  readonly project: Project;
  readonly clock: { at: number };

  constructor(store: Store, project: Project, clock: { at: number }) {
    this.store = store;
    this.project = project;
    this.clock = clock;
  }

  task(state: TaskState, given: Partial<TaskDraft> = {}): Promise<Task> {
    return createIn(this.store, this.project, state, given);
  }

  claim(
    task: Task,
    given: {
      readonly limits?: Limits;
      readonly pressure?: string;
      readonly worker?: string;
      readonly isOff?: number;
    } = {},
  ): Promise<ClaimOutcome> {
    const { limits = { all: 10, project: () => null }, pressure = null, worker = 'w1' } = given;
    return this.claimAll([task], { limits, pressure, worker, ...given }).then(([outcome]) => {
      assert.ok(outcome);
      return outcome;
    });
  }

  claimAll(
    tasks: readonly Task[],
    given: {
      readonly limits: Limits;
      readonly pressure?: string | null;
      readonly worker?: string;
      readonly isOff?: number;
    },
  ): Promise<readonly ClaimOutcome[]> {
    const { limits, pressure = null, worker = 'w1', isOff = 0 } = given;
    const { store } = this;
    const { home } = this.project;
    return claimTasks(
      { store, worker, home, limits, pressure, now: () => this.clock.at + isOff },
      tasks.map((task) => task.id),
    );
  }

  /** The lease of a task, without its id. */
  async lease(task: Task): Promise<object | undefined> {
    const lease = (await this.store.leases.list()).find((one) => one.taskId === task.id);
    return lease && { worker: lease.worker, fence: lease.fence, until: lease.until };
  }

  sweep(runsHere: (id: string) => boolean = () => false): Promise<readonly Task[]> {
    return sweep({ store: this.store, home: this.project.home }, runsHere);
  }
}

async function createDesk(context: TestContext): Promise<Desk> {
  const clock = { at: 1000 };
  const store = await openSqliteStore({ file: ':memory:', now: () => clock.at });
  context.after(() => store.close());
  const project = sampleProject('shop');
  await store.projects.insert(project);
  return new Desk(store, project, clock);
}

function kindOf(outcome: ClaimOutcome): string {
  return outcome.kind === 'claimed' ? 'claimed' : (outcome.hold?.kind ?? 'not queued');
}

test('R203 a claim marks the task and writes its lease, which ends when nobody renews it', async (context) => {
  const desk = await createDesk(context);
  const outcome = await desk.claim(await desk.task('queued'));
  assert.ok(outcome.kind === 'claimed' && outcome.task.state === 'starting');
  assert.equal(outcome.task.worker, 'w1');
  assert.equal(outcome.task.fence, 1);
  assert.deepEqual(await desk.lease(outcome.task), { worker: 'w1', fence: 1, until: 1000 + leaseMs });
});

test('R203 of many workers that claim at once one gets the task, and the others hear that it waits no more', async (context) => {
  const desk = await createDesk(context);
  const task = await desk.task('queued');
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => desk.claim(task, { worker: `w${index}` })),
  );
  const kinds = outcomes.map(kindOf).sort();
  assert.deepEqual(kinds, ['claimed', ...Array.from({ length: 19 }, () => 'not queued')]);
});

test('R19 R201 R182 two claims at once that exclude each other: the second is told what holds it', async (context) => {
  const cases = [
    { given: { policy: 'develop' }, hold: 'lane' },
    { given: { owns: ['src/*'] }, hold: 'ownership' },
    { given: {}, limits: { all: 1, project: () => null }, hold: 'slot' },
  ] as const;
  for (const { hold, given, ...rest } of cases) {
    const desk = await createDesk(context);
    const [first, second] = [await desk.task('queued', given), await desk.task('queued', given)];
    const outcomes = await Promise.all([desk.claim(second, rest), desk.claim(first, rest)]);
    assert.deepEqual(outcomes.map(kindOf), ['claimed', hold]);
    assert.equal(await desk.lease(first), undefined);
    assert.deepEqual(await desk.store.tasks.get(first.id), first);
  }
});

test('R19 R201 R182 of several that are claimed together, each is held against those before it', async (context) => {
  const limits: Limits = { all: 3, project: () => null };
  const desk = await createDesk(context);
  const tasks: Task[] = [];
  for (const given of [
    { policy: 'develop' },
    { policy: 'develop' },
    { owns: ['src/*'] },
    { owns: ['src/a.ts'] },
    {},
    {},
  ] as const)
    tasks.push(await desk.task('queued', given));
  const outcomes = await desk.claimAll(tasks, { limits });
  assert.deepEqual(outcomes.map(kindOf), ['claimed', 'lane', 'claimed', 'ownership', 'claimed', 'slot']);
  assert.equal((await desk.store.leases.list()).length, 3);
});

test('R180 a claim reads the prerequisites anew', async (context) => {
  const desk = await createDesk(context);
  const needed = await desk.task('ready');
  const task = await desk.task('queued', { dependsOn: [needed.id] });
  assert.equal(kindOf(await desk.claim(task)), 'dependency');
  for (const event of [sampleEvents.apply_started, sampleEvents.applied])
    await desk.store.tasks.change(needed.id, event, { actor: 'ada' });
  assert.equal(kindOf(await desk.claim(task)), 'claimed');
});

test('what was cancelled, deleted or never there is not claimed, nor anything while the machine is short', async (context) => {
  const desk = await createDesk(context);
  assert.equal(kindOf(await desk.claim(await desk.task('cancelled'))), 'not queued');
  const task = await desk.task('queued');
  assert.equal(kindOf(await desk.claim(task, { pressure: 'little memory is left' })), 'pressure');
  await desk.store.tasks.change(task.id, sampleEvents.deleted, { actor: 'ada' });
  assert.equal(kindOf(await desk.claim(task)), 'not queued');
  assert.equal(
    kindOf(await desk.claim({ ...task, id: desk.project.id as unknown as Task['id'] })),
    'not queued',
  );
});

test('R217 a task whose lease was not renewed is found; one whose lease holds, or that runs here, is not', async (context) => {
  const desk = await createDesk(context);
  const [silent, renewed, here] = [
    await desk.task('queued'),
    await desk.task('queued'),
    await desk.task('queued'),
  ];
  for (const task of [silent, renewed, here]) await desk.claim(task);
  desk.clock.at += leaseMs;
  await desk.store.leases.renew(renewed.id, 1, desk.clock.at + leaseMs);
  const found = await desk.sweep((id) => id === here.id);
  assert.deepEqual(
    found.map((task) => task.id),
    [silent.id],
  );
});

test('R217 a worker whose clock is wrong neither takes tasks from others nor holds its own for longer', async (context) => {
  const desk = await createDesk(context);
  for (const isOff of [-10 * leaseMs, 10 * leaseMs]) {
    const task = await desk.task('queued');
    await desk.claim(task, { isOff });
    assert.deepEqual(await desk.lease(task), { worker: 'w1', fence: 1, until: desk.clock.at + leaseMs });
    assert.deepEqual(await desk.sweep(), []);
    desk.clock.at += leaseMs;
    assert.deepEqual(
      (await desk.sweep()).map(({ id }) => id),
      [task.id],
    );
    await desk.store.tasks.change(task.id, { type: 'lost' }, { actor: 'recovery' });
    await desk.sweep();
    await desk.store.tasks.change(task.id, sampleEvents.cancelled, { actor: 'ada' });
  }
});

test('a task of another home is not claimed, does not count, and is not found when its worker went silent', async (context) => {
  const desk = await createDesk(context);
  const annex = { ...sampleProject('annex'), home: 'annex' };
  await desk.store.projects.insert(annex);
  const theirs = await createIn(desk.store, annex, 'queued');
  const outcome = await desk.claim(theirs);
  assert.ok(outcome.kind === 'held' && outcome.hold?.kind === 'other_home');
  assert.match(outcome.hold.text, /the home annex/);
  const silent = await createIn(desk.store, annex, 'running');
  await desk.store.leases.put({ taskId: silent.id, worker: 'w9', fence: silent.fence, until: 1 });
  const own = await desk.task('queued');
  assert.equal(kindOf(await desk.claim(own, { limits: { all: 1, project: () => null } })), 'claimed');
  assert.deepEqual(await desk.sweep(), []);
  assert.ok(await desk.lease(silent));
});

test('R217 a task that is live without a lease of its claim is found', async (context) => {
  const desk = await createDesk(context);
  const task = await desk.task('running');
  assert.equal((await desk.sweep())[0]?.id, task.id);
});

test('a lease that holds nothing any more is cleared away', async (context) => {
  const desk = await createDesk(context);
  const task = await desk.task('queued');
  await desk.claim(task);
  await desk.store.tasks.change(task.id, sampleEvents.failed, { actor: 'w1', fence: 1 });
  assert.ok(await desk.lease(task));
  assert.deepEqual(await desk.sweep(), []);
  assert.equal(await desk.lease(task), undefined);
});

test('R217 a worker that lost its task cannot write any more, even before somebody else has claimed it', async (context) => {
  const desk = await createDesk(context);
  const task = await desk.task('queued');
  await desk.claim(task);
  const lost = await desk.store.tasks.change(task.id, sampleEvents.lost, { actor: 'system', fence: 1 });
  for (const event of [sampleEvents.failed, sampleEvents.cancelled, sampleEvents.started])
    await assert.rejects(desk.store.tasks.change(task.id, event, { actor: 'w1', fence: 1 }), {
      code: 'stale_lease',
    });
  assert.equal(await desk.store.leases.renew(task.id, 1, 99_000), false);
  assert.deepEqual(await desk.store.tasks.get(task.id), lost);
});
