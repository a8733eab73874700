// Several processes that change the same tasks at once, and some that are killed while they do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, createIn, rejects, rowOf, sampleProject } from '../../../test/contracts/store/setup.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';
import { seededRandom } from '../../../test/support/random.ts';
import { sampleEvents } from '../../../test/support/sample-tasks.ts';
import { openSeveral, untilBackends } from '../../../test/support/several-stores.ts';
import { AppError } from '../../domain/errors.ts';
import { replay } from '../../domain/event.ts';
import type { Task } from '../../domain/task.ts';
import type { Store, StoreOperations } from '../store.ts';
import { openPostgresStore } from './postgres-store.ts';

async function claim(within: StoreOperations, task: Task, worker: string): Promise<Task> {
  const claimed = await within.tasks.change(task.id, { type: 'claimed', worker }, { actor: 'system' });
  await within.leases.put({ taskId: task.id, worker, fence: claimed.fence, until: 9000 });
  return claimed;
}

/** Asks until the server, which restarts after a crash of one of its processes, answers again. */
async function untilReachable(store: Store): Promise<void> {
  for (;;) {
    try {
      await store.events.last();
      return;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'store_unreachable') throw error;
    }
  }
}

await withPostgres((server) => {
  test('R203 of a hundred claims through two stores each task gets exactly one (PostgreSQL)', async (context) => {
    const stores = await openSeveral(context, await server.migrated(context), 2);
    const [one] = stores;
    assert.ok(one);
    const shop = sampleProject('shop');
    await one.projects.insert(shop);
    const tasks: Task[] = [];
    for (let count = 0; count < 10; count += 1) tasks.push(await createIn(one, shop, 'queued'));
    const claims = Array.from({ length: 100 }, (_, index) => {
      const [store, task] = [stores[index % 2], tasks[index % 10]];
      assert.ok(store && task);
      return store.transition((within) => claim(within, task, `worker-${index}`));
    });
    const codes = (await Promise.allSettled(claims)).map(codeOf);
    assert.equal(codes.filter((code) => code === 'ok').length, 10);
    assert.equal(codes.filter((code) => code === 'invalid_transition').length, 90);
    const leases = await one.leases.list();
    assert.equal(leases.length, 10);
    for (const lease of leases) {
      const row = await rowOf(one, lease.taskId);
      assert.ok(row.state === 'starting');
      assert.deepEqual([row.worker, row.fence], [lease.worker, 1]);
      assert.deepEqual(replay(await one.events.read({ taskId: row.id })), row);
    }
  });

  test('eight that change the same tasks in any order never stand in each other’s way for ever (PostgreSQL)', async (context) => {
    const stores = await openSeveral(context, await server.migrated(context), 8);
    const [first] = stores;
    assert.ok(first);
    const shop = sampleProject('shop');
    await first.projects.insert(shop);
    const tasks: Task[] = [];
    for (let count = 0; count < 6; count += 1) tasks.push(await createIn(first, shop, 'draft'));
    const random = seededRandom(3);
    const changes = stores.map(async (store) => {
      for (let count = 0; count < 25; count += 1) {
        const order = [random.pick(tasks), random.pick(tasks), random.pick(tasks)];
        await store.transition(async (within) => {
          for (const task of order) await within.tasks.change(task.id, sampleEvents.edited, { actor: 'ada' });
        });
      }
    });
    await Promise.all(changes);
    const versions = (await first.tasks.list({})).map((task) => task.version);
    assert.equal(
      versions.reduce((sum, version) => sum + version - 1, 0),
      8 * 25 * 3,
    );
  });

  test('a read neither waits for a transition of another store nor sees half of it (PostgreSQL)', async (context) => {
    const [one, other] = await openSeveral(context, await server.migrated(context), 2);
    assert.ok(one && other);
    const shop = sampleProject('shop');
    await one.projects.insert(shop);
    const task = await createIn(one, shop, 'queued');
    await one.transition(async (within) => {
      await claim(within, task, 'w');
      assert.deepEqual(await other.tasks.get(task.id), task);
      assert.equal(await other.events.last(), 2);
      assert.deepEqual(await other.leases.list(), []);
    });
    assert.equal((await rowOf(other, task.id)).state, 'starting');
  });

  test('stores that are opened at once on a new database make its tables once (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const stores = await openSeveral(context, url, 4);
    const [one, ...others] = await Promise.all(stores.map((store) => store.describe()));
    for (const other of others) assert.equal(other['schema'], one?.['schema']);
    const applied = await server.query('select from tasklane.schema_versions', url);
    assert.equal(applied.length, one?.['schema']);
  });

  test('R217 when the server loses a process in the middle of a transition, nothing of it is kept, and the store goes on (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [store] = await openSeveral(context, url, 1);
    assert.ok(store);
    const shop = sampleProject('shop');
    await store.projects.insert(shop);
    const task = await createIn(store, shop, 'queued');
    const claimAndLose = async (within: StoreOperations): Promise<void> => {
      await claim(within, task, 'w');
      const [pid] = await untilBackends(server, url, "state = 'idle in transaction'", 1);
      assert.ok(pid);
      process.kill(pid, 'SIGKILL');
    };
    const later = store.transition(async (within) => {
      await claimAndLose(within);
      await within.tasks.get(task.id);
    });
    const error = await rejects(later, 'store_unreachable');
    assert.match(error.message, /no connection/);
    assert.match(error.next ?? '', /server runs/);
    await untilReachable(store);
    // Lost while it is being saved, nobody here can know what became of it; that is what is said. When the loss is heard
    // of before the commit is sent, nothing is in doubt.
    const inDoubt = await rejects(store.transition(claimAndLose), 'store_unreachable');
    assert.match(inDoubt.message, /may or may not|no connection/);
    await untilReachable(store);
    assert.deepEqual(await rowOf(store, task.id), task);
    assert.deepEqual(await store.leases.list(), []);
    assert.equal(await store.events.last(), 2);
    assert.equal((await store.transition((within) => claim(within, task, 'w'))).fence, 1);
  });

  test('a connection that is ended while nobody uses it is replaced without a word (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [store] = await openSeveral(context, url, 1);
    assert.ok(store);
    await store.events.last();
    const ended = await server.query<{ ended: boolean }>(
      "select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity where application_name = 'tasklane'",
    );
    assert.ok(ended.length > 0);
    await untilReachable(store);
    assert.equal(await store.events.last(), 0);
  });

  test('a process that stops in the middle of a transition is put out by the server, and the others go on (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [other] = await openSeveral(context, url, 1);
    const stuck = await openPostgresStore({
      url: `${url}&idle_in_transaction_session_timeout=300`,
      now: Date.now,
    });
    context.after(() => stuck.close());
    assert.ok(other);
    const shop = sampleProject('shop');
    const attempt = stuck.transition(async (within) => {
      await within.projects.insert(shop);
      // Can be done only once the server has ended this transition.
      await other.projects.insert(sampleProject('bank'));
      await within.projects.update(shop.id, { trusted: true });
    });
    await rejects(attempt, 'store_unreachable');
    assert.deepEqual(
      (await stuck.projects.list()).map((project) => project.name),
      ['bank'],
    );
  });

  test('who waits too long for another process says so, and can go on afterwards (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [holder] = await openSeveral(context, url, 1);
    const hasty = await openPostgresStore({ url: `${url}&lock_timeout=100`, now: Date.now });
    context.after(() => hasty.close());
    assert.ok(holder);
    await holder.transition(async (within) => {
      // The lock is asked for with the first statement.
      await within.projects.list();
      const error = await rejects(hasty.projects.insert(sampleProject('shop')), 'store_unreachable');
      assert.match(error.message, /Another process holds/);
    });
    await hasty.projects.insert(sampleProject('shop'));
    assert.equal((await holder.projects.list()).length, 1);
  });
});
