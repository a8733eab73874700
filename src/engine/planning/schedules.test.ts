// Schedules with a clock of the test's own, on a real store, in a real project: runs become real tasks that nobody starts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { loadHomeConfig } from '../../config.ts';
import { compose } from '../../daemon.ts';
import { makeHome } from '../../daemon/home-files.ts';
import { AppError } from '../../domain/errors.ts';
import { scheduleId } from '../../domain/ids.ts';
import type { Schedule } from '../../domain/planning/schedule.ts';
import type { Task } from '../../domain/task.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { createRepository, gitEnvironment } from '../../../test/support/git-repo.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { Engine } from '../engine.ts';
import type { CreateSchedule } from './read-schedule.ts';

const minute = 60_000;
/** A Monday. */
const monday = Date.parse('2026-11-23T00:00:00Z');

interface Room {
  readonly clock: { at: number };
  readonly store: Store;
  engine: Engine;
  /** Another daemon of the same home: nothing but what was stored is known. */
  readonly restart: () => Engine;
  readonly create: (given: Partial<CreateSchedule>) => Promise<Schedule>;
  readonly now: (schedule: Schedule) => Promise<Schedule>;
  readonly tasks: () => Promise<readonly Task[]>;
}

async function open(context: TestContext): Promise<Room> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const dir = tempDir(context);
  const home = join(dir, 'home');
  makeHome(home);
  const clock = { at: monday };
  const environment = { ...gitEnvironment, TASKLANE_LOG_LEVEL: 'silent' };
  const store = await openSqliteStore({ file: ':memory:', now: () => clock.at });
  const homeConfig = (): ReturnType<typeof loadHomeConfig> =>
    loadHomeConfig({ home, environment, readFile: () => null });
  const { deps } = compose({ home, environment, foreground: true }, homeConfig, { store, worker: 'here' });
  const restart = (): Engine => new Engine({ ...deps, now: () => clock.at, zone: 'UTC' });
  const room: Room = {
    clock,
    store,
    engine: restart(),
    restart,
    create: (given) =>
      room.engine.requests.schedules.create(
        { project: 'shop', text: 'Look at it.', cron: '0 9 * * *', mayApply: true, ...given },
        'ada',
      ),
    now: (schedule) => room.engine.requests.schedules.find(schedule.id, null),
    tasks: () => store.tasks.list({}),
  };
  end = async () => {
    await room.engine.requests.schedules.stop();
    await store.close();
  };
  await room.engine.accounts.homeActor('ada');
  await room.engine.addProject({ path: createRepository(join(dir, 'shop')).dir, name: 'shop' });
  return room;
}

const outcomes = ({ runs }: Schedule): readonly string[] => runs.map(({ outcome }) => outcome.kind);
const nine = monday + 9 * 60 * minute;
const day = 24 * 60 * minute;

test('a run becomes one task when it is time, and the next time is known', async (context) => {
  const room = await open(context);
  const made = await room.create({ name: 'nightly', zone: 'Europe/Berlin' });
  assert.equal(made.nextAt, nine - 60 * minute, 'nine o’clock there');
  await room.engine.requests.schedules.runDue();
  assert.deepEqual(await room.tasks(), []);
  room.clock.at = nine - 60 * minute;
  await Promise.all([room.engine.requests.schedules.runDue(), room.engine.requests.schedules.runDue()]);
  await room.engine.requests.schedules.runDue();
  const [task, ...more] = await room.tasks();
  assert.deepEqual(more, [], 'two who look at once make one');
  assert.deepEqual([task?.state, task?.prompt, task?.owner], ['queued', 'Look at it.', 'ada']);
  const after = await room.now(made);
  assert.deepEqual(after.runs.at(-1)?.outcome, { kind: 'made', id: task?.id });
  assert.equal(after.nextAt, nine - 60 * minute + day);
});

test('what passed while nobody was there is run once, or skipped, as its policy says', async (context) => {
  const room = await open(context);
  const once = await room.create({ name: 'once', missed: 'once' });
  const skip = await room.create({ name: 'skip', missed: 'skip' });
  const single = await room.create({
    name: 'single',
    missed: 'skip',
    cron: undefined,
    at: '2026-11-23T09:00',
  });
  room.clock.at = nine + 3 * day + 10 * minute;
  room.engine = room.restart();
  await room.engine.requests.schedules.runDue();
  assert.deepEqual(
    (await room.tasks()).map(({ name }) => name),
    ['once'],
  );
  const [ran, skipped, gone] = [await room.now(once), await room.now(skip), await room.now(single)];
  assert.deepEqual([ran.runs.at(-1)?.missed, outcomes(ran)], [3, ['made']]);
  assert.deepEqual([outcomes(skipped), skipped.nextAt], [['skipped'], nine + 4 * day]);
  assert.deepEqual([outcomes(gone), gone.state, gone.nextAt], [['skipped'], 'over', null]);
  // A minute late is not missed.
  room.clock.at = nine + 4 * day + minute;
  await room.engine.requests.schedules.runDue();
  assert.deepEqual(outcomes(await room.now(skip)), ['skipped', 'made']);
});

test('a daemon that died before or after it made the task leaves one task behind', async (context) => {
  const room = await open(context);
  const made = await room.create({ name: 'nightly' });
  const begun = (id: string, schedule: Schedule): Schedule => ({
    ...schedule,
    version: schedule.version + 1,
    runs: [{ dueAt: nine, at: nine, by: null, missed: 0, outcome: { kind: 'begun', id } }],
  });
  const id = '7f3d2a10-0000-4000-8000-000000000001';
  await room.store.schedules.update(begun(id, made));
  for (const round of [1, 2]) {
    room.engine = room.restart();
    await room.engine.requests.schedules.start();
    await room.engine.requests.schedules.stop();
    assert.deepEqual(
      (await room.tasks()).map((task) => task.id),
      [id],
      `round ${round}`,
    );
    const after = await room.now(made);
    assert.deepEqual(outcomes(after), ['made']);
    // As if the daemon had died before it wrote down what came of it.
    if (round === 1) await room.store.schedules.update(begun(id, after));
  }
});

test('the daemon itself looks when it is time, without being asked', async (context) => {
  const room = await open(context);
  await room.create({ name: 'nightly' });
  const other = await room.create({ name: 'other', cron: '0 12 * * *' });
  await room.engine.requests.schedules.start();
  const created = new Promise<void>((resolve) => {
    room.store.onEvents((records) => {
      if (records.some(({ body }) => body.type === 'task.created')) resolve();
    });
  });
  room.clock.at = nine;
  // Whoever changes one wakes the loop, which would have looked within half a minute.
  await room.engine.requests.schedules.pause(other);
  await created;
  assert.deepEqual(
    (await room.tasks()).map(({ name }) => name),
    ['nightly'],
  );
});

test('a paused schedule runs only by hand, and goes on with the next time after that', async (context) => {
  const room = await open(context);
  const made = await room.create({ name: 'nightly' });
  const paused = await room.engine.requests.schedules.pause(made);
  assert.equal(paused.nextAt, null);
  await assert.rejects(room.engine.requests.schedules.pause(paused), /is paused; it cannot be paused/);
  room.clock.at = nine + day;
  await room.engine.requests.schedules.runDue();
  assert.deepEqual(await room.tasks(), []);
  const ran = await room.engine.requests.schedules.runNow(paused, 'ada');
  assert.deepEqual([ran.state, outcomes(ran), ran.runs.at(-1)?.by], ['paused', ['made'], 'ada']);
  const resumed = await room.engine.requests.schedules.resume(ran);
  assert.equal(resumed.nextAt, nine + 2 * day, 'what passed meanwhile was not missed');
});

test('a run waits for what the one before it made, and one whose maker may no more fails in words', async (context) => {
  const room = await open(context);
  const made = await room.create({ name: 'nightly' });
  for (const days of [0, 1]) {
    room.clock.at = nine + days * day;
    await room.engine.requests.schedules.runDue();
  }
  const after = await room.now(made);
  assert.deepEqual(outcomes(after), ['made', 'skipped']);
  const { outcome } = after.runs.at(-1) ?? {};
  assert.match(outcome?.kind === 'skipped' ? outcome.reason : '', /still under way: #1, queued/);

  await room.store.schedules.insert({
    ...made,
    id: scheduleId('x'),
    name: 'of-nobody',
    by: 'bob',
    version: 1,
  });
  const failed = await room.engine.requests.schedules.runNow(
    await room.engine.requests.schedules.find('of-nobody', null),
    'ada',
  );
  const last = failed.runs.at(-1)?.outcome;
  assert.match(last?.kind === 'failed' ? last.reason : '', /no user bob any more/);
  assert.equal((await room.tasks()).length, 1);
});

test('what can never run is refused with what to write instead', async (context) => {
  const room = await open(context);
  const refused = async (given: Partial<CreateSchedule>, words: RegExp): Promise<void> =>
    assert.rejects(room.create(given), words);
  await refused({ cron: '61 * * * *' }, /no cron expression.*minute: 61/);
  await refused({ cron: '0 0 30 2 *' }, /no such time after now/);
  await refused({ cron: undefined }, /either cron or at/);
  await refused({ at: '2027-01-01T00:00' }, /either cron or at/);
  await refused({ cron: undefined, at: '2026-11-22T09:00' }, /no such time after now/);
  await refused({ cron: undefined, at: 'tomorrow' }, /“tomorrow” is no time/);
  await refused({ cron: undefined, at: '2026-02-30T09:00' }, /is no time/);
  await refused({ zone: 'Berlin' }, /no time zone “Berlin”/);
  await refused({ name: 'No Name' }, /no name of a schedule/);
  await refused({ text: '  ' }, /text is empty/);
  const zoned = await room.create({ cron: undefined, at: '2026-12-01T09:00', zone: 'Europe/Berlin' });
  assert.equal(zoned.nextAt, Date.parse('2026-12-01T08:00:00Z'));
  await room.create({ name: 'twice' });
  await refused({ name: 'twice' }, /a schedule “twice” already/);
});

test('a changed schedule goes by its new time from now on, has the rights of who changed it, and who looks on is told', async (context) => {
  const room = await open(context);
  const { schedules } = room.engine.requests;
  const told: string[] = [];
  const stop = schedules.listen(({ schedule: { name, version }, isGone }) =>
    told.push(isGone ? `${name} gone` : `${name} ${version}`),
  );
  const made = await room.create({ name: 'nightly' });
  const bob = { by: 'bob', mayApply: false, expected: made.version };
  const later = await schedules.edit(made, { cron: '30 9 * * *' }, bob);
  assert.deepEqual([later.nextAt, later.by, later.mayApply], [nine + 30 * minute, 'bob', false]);
  await assert.rejects(schedules.edit(later, { text: 'Other.' }, bob), { code: 'stale_version' });

  // Another zone alone moves what goes by its clocks; a moment stays the same moment.
  const ada = { by: 'ada', mayApply: true, expected: undefined };
  const there = await schedules.edit(later, { zone: 'Europe/Berlin', name: 'morning', agent: 'qwen' }, ada);
  assert.deepEqual([there.nextAt, there.name, there.agent], [nine - 30 * minute, 'morning', 'qwen']);
  const paused = await schedules.edit(await schedules.pause(there), { cron: '0 7 * * *', agent: null }, ada);
  assert.deepEqual([paused.state, paused.nextAt, paused.agent], ['paused', null, null]);
  const once = await room.create({ name: 'once', cron: undefined, at: '2026-11-23T09:00' });
  assert.equal((await schedules.edit(once, { zone: 'Europe/Berlin' }, ada)).nextAt, nine);
  room.clock.at = nine;
  await schedules.runDue();
  const over = await room.now(once);
  const again = await schedules.edit(over, { cron: '0 11 * * *' }, ada);
  assert.deepEqual([over.state, again.state, again.nextAt], ['over', 'active', nine + 60 * minute]);
  await schedules.remove(again);
  stop();
  assert.deepEqual(
    [told[0], told[1], told.at(-1)],
    ['nightly 1', 'nightly 2', 'once gone'],
    'each change is told',
  );

  const problem = async (edit: Parameters<typeof schedules.edit>[1]): Promise<unknown> => {
    const error = await schedules.edit(paused, edit, ada).then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof AppError);
    return (error.details['problems'] as readonly { readonly field: string }[])[0]?.field;
  };
  await room.create({ name: 'taken' });
  assert.deepEqual(
    [
      await problem({ cron: 'never' }),
      await problem({ cron: '0 0 30 2 *' }),
      await problem({ at: '2020-01-01T00:00' }),
      await problem({ zone: 'Berlin' }),
      await problem({ name: 'taken' }),
      await problem({ text: ' ' }),
    ],
    ['cron', 'cron', 'at', 'zone', 'name', 'text'],
    'a form can say it at its field',
  );
});
