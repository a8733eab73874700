// Servers that are away, too old, not ours, or set up in a way that would lose data: one clear message each, or made good.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { createIn, rejects, sampleProject } from '../../../test/contracts/store/setup.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';
import { attemptId } from '../../domain/ids.ts';
import { noUsage } from '../../domain/attempt.ts';
import { AppError } from '../../domain/errors.ts';
import { openPool, readAddress } from './connect.ts';
import { explain } from './errors.ts';
import { openPostgresStore } from './postgres-store.ts';
import { requireUsable } from './server-facts.ts';
import { Transactions } from './transactions.ts';

const now = (): number => 1000;

const open = (url: string) => openPostgresStore({ url, now });

function databaseOf(url: string): string {
  const name = /test_\d+/.exec(url)?.[0];
  assert.ok(name);
  return name;
}

/** What holds in a transaction that writes. */
async function writingSettings(url: string): Promise<object | undefined> {
  const pool = openPool(readAddress(url));
  const transactions = new Transactions(pool, (error) => error);
  try {
    return await transactions.write(async (tx) => {
      const { rows } = await sql<object>`select current_setting('synchronous_commit') as durable,
        current_setting('transaction_isolation') as isolation,
        current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('lock_timeout') as wait`.execute(tx);
      return rows[0];
    });
  } finally {
    await transactions.end();
  }
}

test('an address that cannot be read is refused without repeating it', async () => {
  for (const url of ['mysql://ada:geheim@db/x', 'postgres://ada:geheim@db:port/x', 'geheim'])
    assert.doesNotMatch(JSON.stringify(await rejects(open(url), 'invalid_config')), /geheim/);
});

test('a server that is away is named without its password, with what to do', async () => {
  const error = await rejects(open('postgres://ada:geheim@127.0.0.1:1/shop'), 'store_unreachable');
  assert.match(error.message, /postgres:\/\/ada@127\.0\.0\.1:1\/shop: .*ECONNREFUSED/);
  assert.match(error.next ?? '', /server runs/);
  assert.doesNotMatch(JSON.stringify(error), /geheim/);
});

test('a server that is too old, a standby or cannot hold every text is refused', () => {
  const usable = { version: 150_018, versionName: '15.18', encoding: 'UTF8', isStandby: false };
  requireUsable(usable, 'postgres://db/shop');
  const refused = (facts: Partial<typeof usable>, message: RegExp): void =>
    assert.throws(
      () => requireUsable({ ...usable, ...facts }, 'postgres://db/shop'),
      (error) => error instanceof AppError && error.code === 'invalid_config' && message.test(error.message),
    );
  refused({ version: 140_022, versionName: '14.22' }, /PostgreSQL 14\.22; Tasklane needs 15/);
  refused({ isStandby: true }, /standby/);
  refused({ encoding: 'SQL_ASCII' }, /SQL_ASCII/);
});

const explained = [
  ['53100', 'disk_full'],
  ['53300', 'store_unreachable'],
  ['57P03', 'store_unreachable'],
  ['08006', 'store_unreachable'],
  ['28P01', 'invalid_config'],
  ['25006', 'invalid_config'],
  ['XX001', 'store_corrupt'],
] as const;

for (const [state, code] of explained)
  test(`the server's error ${state} is told as ${code}, with what to do`, () => {
    const said = Object.assign(new DatabaseError('as it is', 8, 'error'), { code: state });
    const error = explain(said, 'postgres://db/shop');
    assert.ok(error instanceof AppError);
    assert.equal(error.code, code);
    assert.equal(error.cause, said);
    assert.ok(error.next);
  });

test('any other error of the server is a bug and stays as it is', () => {
  const said = Object.assign(new DatabaseError('no such column', 14, 'error'), { code: '42703' });
  assert.equal(explain(said, 'postgres://db/shop'), said);
});

await withPostgres((server) => {
  test('a database and a user that are not there are said plainly (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const noDatabase = await rejects(open(server.url('nowhere')), 'invalid_config');
    assert.match(noDatabase.message, /nowhere/);
    assert.match(noDatabase.next ?? '', /createdb/);
    const noUser = await rejects(open(url.replace('ada@', 'stranger@')), 'invalid_config');
    assert.match(noUser.message, /stranger/);
  });

  test('a user who may not make tables is told which right is missing, and needs it only once (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    await server.query('create role member login');
    const asMember = url.replace('ada@', 'member@');
    const error = await rejects(open(asMember), 'invalid_config');
    assert.match(error.message, /permission denied for database/);
    assert.match(error.next ?? '', /CREATE on the database/);
    await server.query(`grant create on database ${databaseOf(url)} to member`);
    await (await open(asMember)).close();
    await server.query(`revoke create on database ${databaseOf(url)} from member`);
    const store = await open(asMember);
    assert.deepEqual(await store.projects.list(), []);
    await store.close();
  });

  test('a database in another encoding is refused before anything is made in it (PostgreSQL)', async (context) => {
    const url = await server.database(
      context,
      "template template0 encoding SQL_ASCII locale_provider libc locale 'C'",
    );
    const error = await rejects(open(url), 'invalid_config');
    assert.match(error.message, /SQL_ASCII/);
    assert.deepEqual(await server.query("select from pg_namespace where nspname = 'tasklane'", url), []);
  });

  test('a store of a newer program is refused and left as it is (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    await (await open(url)).close();
    await server.query("insert into tasklane.schema_versions values (77, 'later', 0)", url);
    const error = await rejects(open(url), 'store_newer');
    assert.match(error.message, /version 77/);
    assert.match(error.next ?? '', /Update Tasklane/);
  });

  test('tables of other programs with the same names are neither used nor touched (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    await server.query(
      'create table public.tasks (mine text); create table public.counters (mine text)',
      url,
    );
    const store = await open(url);
    const shop = sampleProject('shop');
    await store.projects.insert(shop);
    await createIn(store, shop, 'queued');
    await store.close();
    assert.deepEqual(await server.query('select from public.tasks', url), []);
  });

  test('defaults of the database that would lose writes are not followed (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    for (const setting of ['synchronous_commit = off', 'default_transaction_read_only = on'])
      await server.query(`alter database ${databaseOf(url)} set ${setting}`);
    await server.query(
      `alter database ${databaseOf(url)} set default_transaction_isolation = 'repeatable read'`,
    );
    assert.deepEqual(await writingSettings(url), {
      durable: 'on',
      isolation: 'read committed',
      // Nobody can keep the others waiting for ever.
      idle: '30s',
      wait: '45s',
    });
    const [one, other] = [await open(url), await open(url)];
    context.after(() => Promise.all([one.close(), other.close()]));
    const shop = sampleProject('shop');
    await one.projects.insert(shop);
    const task = await createIn(one, shop, 'running');
    const count = (store: typeof one): Promise<void> =>
      store.transition(async (within) => {
        const value = Number((await within.steps.get(task.id, 'count')) ?? 0);
        await within.steps.put(task.id, 'count', value + 1);
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => count(index % 2 === 0 ? one : other)));
    assert.equal(await one.steps.get(task.id, 'count'), 20);
  });

  test('an error of a statement that the work swallowed is no success (PostgreSQL)', async (context) => {
    const store = await open(await server.database(context));
    context.after(() => store.close());
    const shop = sampleProject('shop');
    await store.projects.insert(shop);
    const task = await createIn(store, shop, 'running');
    const attempt = {
      id: attemptId('one'),
      taskId: task.id,
      number: 1,
      agent: 'builtin',
      model: null,
      sessionId: null,
      processGroup: null,
      usage: noUsage,
      queuedAt: null,
      startedAt: 1,
      endedAt: null,
    };
    const swallowing = store.transition(async (within) => {
      await within.attempts.insert(attempt);
      // A second row with the same key: the server gives the whole transaction up here.
      await within.attempts.insert(attempt).catch(() => undefined);
    });
    await assert.rejects(swallowing, /abort/i);
    assert.deepEqual(await store.attempts.list(task.id), []);
  });

  test('text that the server cannot keep is refused as the caller’s mistake (PostgreSQL)', async (context) => {
    const store = await open(await server.database(context));
    context.after(() => store.close());
    await rejects(store.projects.insert({ ...sampleProject('shop'), root: '/a\u0000b' }), 'invalid_input');
    await rejects(store.tasks.find('a\u0000b'), 'invalid_input');
    assert.deepEqual(await store.projects.list(), []);
  });

  test('a store says which server and database it is in, without a password (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const store = await open(url.replace('ada@', 'ada:geheim@'));
    context.after(() => store.close());
    const facts = await store.describe();
    assert.equal(facts['driver'], 'postgres');
    assert.match(String(facts['server']), /^postgres:\/\/ada@\/test_\d+\?host=\//);
    assert.match(String(facts['postgres']), /^\d+\./);
    assert.doesNotMatch(JSON.stringify(facts), /geheim/);
  });
});
