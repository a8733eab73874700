// What a run sees of a server that goes away and comes back: a real one, behind a line that is cut.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createIn, rejects, sampleProject } from '../../test/contracts/store/setup.ts';
import { lineTo } from '../../test/support/outage.ts';
import type { Line } from '../../test/support/outage.ts';
import type { PostgresServer } from '../../test/support/postgres.ts';
import { withPostgres } from '../../test/support/with-postgres.ts';
import type { Task } from '../domain/task.ts';
import { openPostgresStore } from '../store/postgres/postgres-store.ts';
import type { Store } from '../store/store.ts';
import { patientStore } from './patient-store.ts';

interface Bench {
  readonly line: Line;
  readonly store: Store;
  readonly task: Task;
  readonly patient: Store;
  readonly stop: AbortController;
}

await withPostgres((server) => {
  test('a call waits until the server is back, and is made once (PostgreSQL)', async (context) => {
    const { line, patient, task } = await openBench(context, server);
    await line.cut();
    const waiting = [
      patient.messages.add(task.id, 'one'),
      patient.transition((within) => within.messages.add(task.id, 'two')),
    ];
    // The first try has failed by now, so that the second is what gets through.
    await rejects(patient.describe(), 'store_unreachable');
    await line.mend();
    await Promise.all(waiting);
    const kept = await patient.messages.list(task.id);
    assert.deepEqual(kept.map((message) => message.text).sort(), ['one', 'two']);
    assert.ok((await patient.now()) > 0);
  });

  test('whoever is stopped does not wait any more (PostgreSQL)', async (context) => {
    const { line, patient, task, stop } = await openBench(context, server);
    await line.cut();
    const waiting = rejects(patient.messages.add(task.id, 'one'), 'store_unreachable');
    stop.abort();
    await waiting;
  });

  test('a change that may have been made is not made again (PostgreSQL)', async (context) => {
    const { line, store, patient, task } = await openBench(context, server);
    line.loseNextCommit();
    const error = await rejects(patient.messages.add(task.id, 'one'), 'store_unreachable');
    assert.match(error.message, /may or may not have been made/);
    const kept = await store.messages.list(task.id);
    assert.deepEqual(kept, [{ text: 'one', state: 'pending' }]);
  });

  test('a mistake of the caller is told at once (PostgreSQL)', async (context) => {
    const { patient, task } = await openBench(context, server);
    const stale = patient.tasks.change(task.id, { type: 'deleted' }, { actor: 'ada', expectVersion: 99 });
    await rejects(stale, 'stale_version');
  });
});

async function openBench(context: TestContext, server: PostgresServer): Promise<Bench> {
  const line = await lineTo(context, await server.database(context));
  const store = await openPostgresStore({ url: line.url });
  context.after(() => store.close());
  const shop = sampleProject('shop');
  await store.projects.insert(shop);
  const task = await createIn(store, shop, 'queued');
  const stop = new AbortController();
  return { line, store, task, stop, patient: patientStore(store, stop.signal) };
}
