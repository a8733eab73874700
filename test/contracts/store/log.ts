// The event log: order, numbers, reading, and who hears of it.
import assert from 'node:assert/strict';
import type { EventBody, EventRecord } from '../../../src/domain/event.ts';
import { taskId } from '../../../src/domain/ids.ts';
import { sampleEvents } from '../../support/sample-tasks.ts';
import { createIn, draftFor, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

const said = (text: string): EventBody => ({ type: 'agent.message', text });
const ids = (records: readonly EventRecord[]): number[] => records.map((record) => record.id);
const seqs = (records: readonly EventRecord[]): number[] => records.map((record) => record.seq);

export function logContract(contract: Contract): void {
  appending(contract);
  reading(contract);
  listening(contract);
}

function appending(contract: Contract): void {
  contract('appended events come back with their numbers, and are read just so', async (bench) => {
    const { store, project, clock, reopen } = bench;
    const task = await createIn(store, await project(), 'draft');
    clock.at = 3000;
    const bodies = [said('one\u0000\ud800'), said('“two”\n😀')];
    const records = await store.events.append(task.id, bodies, { actor: 'agent:builtin' });
    assert.deepEqual(records, [
      {
        id: 2,
        projectId: task.projectId,
        taskId: task.id,
        seq: 2,
        at: 3000,
        actor: 'agent:builtin',
        body: bodies[0],
      },
      {
        id: 3,
        projectId: task.projectId,
        taskId: task.id,
        seq: 3,
        at: 3000,
        actor: 'agent:builtin',
        body: bodies[1],
      },
    ]);
    assert.deepEqual(await store.events.append(task.id, [], { actor: 'agent:builtin' }), []);
    const again = await reopen();
    assert.deepEqual((await again.events.read({ taskId: task.id })).slice(1), records);
    assert.equal(await again.events.last(), 3);
  });

  contract('a batch of any size is appended whole', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'draft');
    const bodies = Array.from({ length: 6000 }, (_, index) => said(String(index)));
    const records = await store.events.append(task.id, bodies, { actor: 'agent:builtin' });
    assert.deepEqual(
      seqs(records),
      bodies.map((_, index) => index + 2),
    );
    assert.deepEqual(await store.events.read({ after: 1, limit: 7000 }), records);
  });

  contract(
    'tasks that write at once each get their own numbers without gaps, in one order',
    async (bench) => {
      const { store, project } = bench;
      const shop = await project();
      const tasks = [await createIn(store, shop, 'draft'), await createIn(store, shop, 'draft')];
      const writes = Array.from({ length: 30 }, (_, index) =>
        tasks.map((task) =>
          store.events.append(task.id, [said(`${index}a`), said(`${index}b`)], { actor: 'agent' }),
        ),
      );
      await Promise.all(writes.flat());
      const all = await store.events.read({});
      assert.deepEqual(
        ids(all),
        Array.from({ length: 122 }, (_, index) => index + 1),
      );
      for (const task of tasks) {
        const own = await store.events.read({ taskId: task.id });
        assert.deepEqual(
          seqs(own),
          Array.from({ length: 61 }, (_, index) => index + 1),
        );
      }
    },
  );

  contract(
    'an event for a task that is not there, or one that only a change may write, is refused',
    async (bench) => {
      const { store, project } = bench;
      await rejects(store.events.append(taskId('nothing'), [said('hello')], { actor: 'agent' }), 'not_found');
      const task = await createIn(store, await project(), 'draft');
      const forged: EventBody = {
        type: 'task.changed',
        change: sampleEvents.accepted,
        from: 'draft',
        to: 'queued',
      };
      await assert.rejects(
        store.events.append(task.id, [said('a'), forged], { actor: 'agent' }),
        /tasks\.change/,
      );
      assert.equal(await store.events.last(), 1);
    },
  );
}

function reading(contract: Contract): void {
  contract(
    'the log is read by task, by project, and from a place on, in pages',
    async ({ store, project }) => {
      const shop = await project('shop');
      const bank = await project('bank');
      const first = await createIn(store, shop, 'queued');
      const other = await createIn(store, bank, 'draft');
      const second = await createIn(store, shop, 'draft');
      await store.events.append(first.id, [said('late')], { actor: 'agent' });
      assert.deepEqual(ids(await store.events.read({})), [1, 2, 3, 4, 5]);
      assert.deepEqual(ids(await store.events.read({ taskId: first.id })), [1, 2, 5]);
      assert.deepEqual(ids(await store.events.read({ taskId: first.id, after: 1, limit: 1 })), [2]);
      assert.deepEqual(ids(await store.events.read({ taskId: first.id, after: 2 })), [5]);
      assert.deepEqual(ids(await store.events.read({ projectId: shop.id })), [1, 2, 4, 5]);
      assert.deepEqual(ids(await store.events.read({ projectId: shop.id, after: 1, limit: 2 })), [2, 4]);
      assert.deepEqual(ids(await store.events.read({ projectId: bank.id })), [3]);
      assert.deepEqual(ids(await store.events.read({ taskId: other.id, projectId: shop.id })), []);
      assert.deepEqual(ids(await store.events.read({ taskId: second.id, after: 5 })), []);
    },
  );

  contract('without a limit a thousand are read', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'draft');
    const bodies = Array.from({ length: 1200 }, () => said('x'));
    await store.events.append(task.id, bodies, { actor: 'agent' });
    assert.equal((await store.events.read({})).length, 1000);
    assert.equal((await store.events.read({ after: 1000 })).length, 201);
  });

  contract('an empty log ends at 0', async ({ store }) => {
    assert.equal(await store.events.last(), 0);
    assert.deepEqual(await store.events.read({}), []);
  });

  contract('the newest events of a task are read in the order of the log', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'draft');
    const bodies = Array.from({ length: 5 }, (_, index) => said(String(index)));
    const records = await store.events.append(task.id, bodies, { actor: 'agent:builtin' });
    const newest = await store.events.read({ taskId: task.id, newest: true, limit: 2 });
    assert.deepEqual(newest, records.slice(-2));
    const [first] = newest;
    assert.ok(first !== undefined);
    assert.deepEqual(
      await store.events.read({ taskId: task.id, newest: true, before: first.id, limit: 2 }),
      records.slice(-4, -2),
      'the page before that one',
    );
    assert.deepEqual(
      await store.events.read({ taskId: task.id, newest: true, after: newest[0]?.id ?? 0 }),
      newest.slice(1),
    );
  });
}

function listening(contract: Contract): void {
  contract('R216 listeners hear every event once, in log order, after it can be read', async (bench) => {
    const { store, project } = bench;
    const heard: EventRecord[] = [];
    const readable: Promise<readonly EventRecord[]>[] = [];
    const stop = store.onEvents((records) => {
      heard.push(...records);
      readable.push(store.events.read({ after: (records[0]?.id ?? 0) - 1, limit: records.length }));
    });
    const shop = await project();
    const task = await createIn(store, shop, 'queued');
    await Promise.all([
      store.events.append(task.id, [said('a'), said('b')], { actor: 'agent' }),
      store.tasks.create(draftFor(shop), 'ada'),
      store.events.append(task.id, [said('c')], { actor: 'agent' }),
    ]);
    assert.deepEqual(heard, await store.events.read({}));
    assert.deepEqual((await Promise.all(readable)).flat(), heard);
    stop();
    stop();
    await store.events.append(task.id, [said('d')], { actor: 'agent' });
    assert.equal(heard.length, 6);
  });

  contract('what is refused is heard by nobody', async ({ store, project }) => {
    const task = await createIn(store, await project(), 'draft');
    const heard: EventRecord[] = [];
    store.onEvents((records) => heard.push(...records));
    await rejects(store.tasks.change(task.id, sampleEvents.started, { actor: 'ada' }), 'invalid_transition');
    await rejects(store.events.append(task.id, [said('x')], { actor: 'agent', fence: 9 }), 'stale_lease');
    assert.deepEqual(heard, []);
  });

  contract('a listener that throws breaks neither the write nor the other listeners', async (bench) => {
    const { store, project } = bench;
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    const heard: EventRecord[] = [];
    store.onEvents(() => {
      throw new Error('a bug of the listener');
    });
    store.onEvents((records) => heard.push(...records));
    const task = await createIn(store, await project(), 'queued');
    assert.equal(task.state, 'queued');
    assert.deepEqual(ids(heard), [1, 2]);
    await new Promise(setImmediate);
    process.off('warning', onWarning);
    assert.ok(warnings.includes('a bug of the listener'));
  });
}
