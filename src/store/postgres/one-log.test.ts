// One log for all processes: nobody who reads it in order misses an event, and everybody hears of all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Client, Pool } from 'pg';
import { createIn, sampleProject } from '../../../test/contracts/store/setup.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';
import { seededRandom } from '../../../test/support/random.ts';
import { hear, openSeveral, untilBackends } from '../../../test/support/several-stores.ts';
import type { Task } from '../../domain/task.ts';
import type { Store } from '../store.ts';

const writers = 8;
const writesEach = 50;

/** A log that several write to, as this test sees it. */
interface Log {
  /** Appends one event; `dawdle` is to be waited for between the insert and the commit. */
  readonly append: (writer: number, dawdle: () => Promise<unknown>) => Promise<unknown>;
  /** The ids that are greater, in order. */
  readonly idsAfter: (last: number) => Promise<readonly number[]>;
}

/** How many of the events a reader never sees that always goes on from the last id it saw, while all write at once. */
async function missedByReader(log: Log, pause: () => Promise<unknown>): Promise<number> {
  const random = seededRandom(5);
  let isWriting = true;
  let last = 0;
  let seen = 0;
  const read = async (): Promise<void> => {
    const ids = await log.idsAfter(last);
    seen += ids.length;
    last = ids.at(-1) ?? last;
  };
  const reading = (async () => {
    while (isWriting) await read();
    await read();
  })();
  const write = async (writer: number): Promise<void> => {
    for (let count = 0; count < writesEach; count += 1) {
      const pauses = random.below(10) < 3 ? 5 + random.below(10) : 0;
      await log.append(writer, async () => {
        for (let turn = 0; turn < pauses; turn += 1) await pause();
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  isWriting = false;
  await reading;
  return writers * writesEach - seen;
}

async function sharedTask(store: Store): Promise<Task> {
  const shop = sampleProject('shop');
  await store.projects.insert(shop);
  return createIn(store, shop, 'draft');
}

async function connect(context: TestContext, url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  context.after(() => client.end());
  return client;
}

/** What one would write without knowing: the database numbers the events. */
async function naiveLog(context: TestContext, url: string): Promise<Log> {
  const reader = await connect(context, url);
  await reader.query('create table log (id bigserial primary key)');
  const clients = await Promise.all(Array.from({ length: writers }, () => connect(context, url)));
  return {
    append: async (writer, dawdle) => {
      const client = clients[writer];
      assert.ok(client);
      await client.query('begin; insert into log default values');
      await dawdle();
      await client.query('commit');
    },
    idsAfter: async (last) => {
      const { rows } = await reader.query<{ id: string }>('select id from log where id > $1 order by id', [
        last,
      ]);
      return rows.map((row) => Number(row.id));
    },
  };
}

await withPostgres((server) => {
  test('R216 a reader that goes on from the last event it saw misses none of eight writers (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [reader, ...stores] = await openSeveral(context, url, writers + 1);
    assert.ok(reader);
    const task = await sharedTask(reader);
    const pauser = new Pool({ connectionString: url });
    context.after(() => pauser.end());
    const pause = (): Promise<unknown> => pauser.query('select');
    const missed = await missedByReader(
      {
        append: async (writer, dawdle) =>
          stores[writer]?.transition(async (within) => {
            await within.events.append(task.id, [{ type: 'agent.message', text: 'x' }], { actor: 'agent' });
            await dawdle();
          }),
        // The task's creation is no write of the eight.
        idsAfter: async (last) =>
          (await reader.events.read({ after: Math.max(last, 1) })).map((record) => record.id),
      },
      pause,
    );
    assert.equal(missed, 0);
    // The same reader on plain sequences does miss some; otherwise this test would show nothing.
    const missedThere = await missedByReader(await naiveLog(context, url), pause);
    assert.ok(missedThere > 0, 'a log numbered by the database lost none either');
    context.diagnostic(`a log numbered by the database lost ${missedThere} of ${writers * writesEach}`);
    const log = await reader.events.read({ taskId: task.id });
    assert.deepEqual(
      log.map((record) => record.seq),
      log.map((_, index) => index + 1),
    );
  });

  test('R216 each of two stores hears what both write, once and in log order (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [one, other] = await openSeveral(context, url, 2);
    assert.ok(one && other);
    const heard = [hear(one), hear(other)];
    const task = await sharedTask(one);
    const speak = async (store: Store): Promise<void> => {
      for (let count = 0; count < 60; count += 1)
        await store.events.append(task.id, [{ type: 'agent.message', text: 'x' }], { actor: 'agent' });
    };
    await Promise.all([speak(one), speak(other), speak(one)]);
    const last = await one.events.last();
    await Promise.all(heard.map((each) => each.upTo(last)));
    const log = await one.events.read({});
    for (const each of heard) assert.deepEqual(each.records, log);
  });

  test('what another store wrote is heard soon, by a hint (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [one, other] = await openSeveral(context, url, 2);
    assert.ok(one && other);
    await untilBackends(server, url, "query ilike '%pg_backend_pid%'", 2);
    const heard = hear(other);
    const task = await sharedTask(one);
    await heard.upTo(1);
    const took: number[] = [];
    for (let id = 2; id < 12; id += 1) {
      const from = performance.now();
      await one.events.append(task.id, [{ type: 'agent.message', text: 'x' }], { actor: 'agent' });
      await heard.upTo(id);
      took.push(performance.now() - from);
    }
    // Without hints each would wait for the next look, half a second on average.
    took.sort((a, b) => a - b);
    const median = took[5] ?? Infinity;
    assert.ok(median < 250, `median ${median} ms`);
  });

  test('what another store wrote is heard also after the connection for hints was lost (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [one, other] = await openSeveral(context, url, 2);
    assert.ok(one && other);
    const heard = hear(other);
    const task = await sharedTask(one);
    await heard.upTo(1);
    const listening = await untilBackends(
      server,
      url,
      "query ilike '%pg_backend_pid%' or query ilike 'notify%'",
      2,
    );
    for (const pid of listening) await server.query(`select pg_terminate_backend(${pid})`);
    await one.events.append(task.id, [{ type: 'agent.message', text: 'x' }], { actor: 'agent' });
    await heard.upTo(2);
    assert.deepEqual(heard.records, await one.events.read({}));
  });

  test('events of a project that another store removed meanwhile hold up nobody (PostgreSQL)', async (context) => {
    const url = await server.migrated(context);
    const [one, other] = await openSeveral(context, url, 2);
    assert.ok(one && other);
    const task = await sharedTask(one);
    const bank = sampleProject('bank');
    await other.transition(async (within) => {
      await within.projects.insert(bank);
      await createIn(within, bank, 'queued');
      await within.projects.remove(bank.id);
    });
    const heard = hear(one);
    const [record] = await one.events.append(task.id, [{ type: 'agent.message', text: 'x' }], { actor: 'a' });
    assert.ok(record);
    await heard.upTo(record.id);
    assert.deepEqual(heard.records, [record]);
  });
});
