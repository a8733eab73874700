// Schedules: kept whole, taken up by one of several, found when they are due.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { scheduleId } from '../../../src/domain/ids.ts';
import { ended, newSchedule, pausedSchedule, takenUp } from '../../../src/domain/planning/schedule.ts';
import type { NextAfter, Schedule } from '../../../src/domain/planning/schedule.ts';
import type { Project } from '../../../src/domain/project.ts';
import { codeOf, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

/** Every thousand milliseconds. */
const nextAfter: NextAfter = (_when, _zone, after) => (Math.floor(after / 1000) + 1) * 1000;

export function schedulesContract(contract: Contract): void {
  contract(
    'a schedule is kept as it is through its runs and a restart',
    async ({ store, project, reopen }) => {
      const first = sampleSchedule(await project());
      await store.schedules.insert(first);
      const taken = takenUp(first, 2500, 'run-1', nextAfter);
      assert.ok(taken !== null);
      await store.schedules.update(taken);
      const again = await reopen();
      assert.deepEqual(await again.schedules.get(first.id), taken);
      await again.schedules.update(ended(taken, 'run-1', { kind: 'made', id: 'run-1' }, 2600));
      await rejects(again.schedules.update(taken), 'stale_version');
      await again.schedules.remove(first.id);
      assert.equal(await again.schedules.get(first.id), undefined);
      await rejects(again.schedules.update(taken), 'not_found');
    },
  );

  contract('of two who take up one run only one has it', async ({ store, project }) => {
    const first = sampleSchedule(await project());
    await store.schedules.insert(first);
    const both = ['one', 'other'].map(async (id) => {
      const taken = takenUp(first, 2500, id, nextAfter);
      assert.ok(taken !== null);
      return store.schedules.update(taken);
    });
    assert.deepEqual((await Promise.allSettled(both)).map(codeOf).sort(), ['ok', 'stale_version']);
    assert.equal((await store.schedules.get(first.id))?.runs.length, 1);
  });

  contract(
    'a name is that of one schedule in its project, also when it is given later',
    async ({ store, project }) => {
      const [shop, other] = [await project(), await project('other')];
      const first = sampleSchedule(shop);
      const second = { ...sampleSchedule(shop), name: 'second' };
      const elsewhere = { ...sampleSchedule(other), name: 'second' };
      for (const one of [first, second, elsewhere]) await store.schedules.insert(one);
      await rejects(store.schedules.insert(sampleSchedule(shop)), 'already_exists');
      const renamed = { ...first, name: 'second', version: first.version + 1 };
      await rejects(store.schedules.update(renamed), 'already_exists');
      await store.schedules.update({ ...renamed, name: 'first' });
      assert.equal((await store.schedules.get(first.id))?.name, 'first');
    },
  );

  contract('only active schedules of the home whose time has come are due', async ({ store, project }) => {
    const [shop, other] = [await project(), await project('other')];
    const [early, late, paused] = [
      sampleSchedule(shop),
      { ...sampleSchedule(shop), name: 'late', nextAt: 9000 },
      pausedSchedule({ ...sampleSchedule(other), name: 'paused' }, 1500),
    ];
    for (const one of [early, late, paused]) await store.schedules.insert(one);
    const names = async (filter: Parameters<typeof store.schedules.list>[0]): Promise<readonly string[]> =>
      (await store.schedules.list(filter)).map(({ name }) => name);
    assert.deepEqual(await names({ dueBy: 2000, home: 'here' }), ['nightly']);
    assert.deepEqual(await names({ dueBy: 1999 }), []);
    assert.deepEqual(await names({ dueBy: 9000 }), ['nightly', 'late']);
    assert.deepEqual(await names({ dueBy: 9000, home: 'elsewhere' }), []);
    assert.deepEqual(await names({}), ['nightly', 'late', 'paused']);
    assert.deepEqual(await names({ reach: [other.id] }), ['paused']);
    assert.deepEqual(await names({ reach: [] }), []);
    await rejects(store.schedules.insert(sampleSchedule(shop)), 'already_exists');
    await store.projects.remove(shop.id);
    assert.deepEqual(await names({}), ['paused']);
  });
}

function sampleSchedule(project: Project): Schedule {
  return newSchedule(
    {
      id: scheduleId(randomUUID()),
      projectId: project.id,
      name: 'nightly',
      when: { kind: 'cron', expression: '* * * * *' },
      zone: 'UTC',
      makes: 'task',
      text: 'Look at it.',
      agent: null,
      model: null,
      missed: 'once',
      by: 'ada',
      mayApply: true,
      createdAt: 1000,
    },
    nextAfter,
  );
}
