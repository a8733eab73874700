// Several homes on one database: what keeps them apart, and the clock that they have in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rejects, sampleProject } from '../../../test/contracts/store/setup.ts';
import { lineTo } from '../../../test/support/outage.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';
import { readAddress } from './connect.ts';
import { Holder } from './holder.ts';
import { openPostgresStore } from './postgres-store.ts';

await withPostgres((server) => {
  test('the same path on two machines is two projects (PostgreSQL)', async (context) => {
    const store = await openPostgresStore({ url: await server.database(context) });
    context.after(() => store.close());
    const shop = sampleProject('shop');
    const theirs = { ...sampleProject('shop-2'), root: shop.root, home: 'annex' };
    await store.projects.insert(shop);
    await store.projects.insert(theirs);
    assert.deepEqual(await store.projects.byRoot(shop.root, 'annex'), theirs);
    assert.deepEqual(await store.projects.byRoot(shop.root, shop.home), shop);
    await rejects(
      store.projects.insert({ ...sampleProject('shop-3'), root: shop.root, home: 'annex' }),
      'already_exists',
    );
  });

  test('R217 leases go by the clock of the server, whatever this machine believes (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const store = await openPostgresStore({ url });
    context.after(() => store.close());
    context.mock.method(Date, 'now', () => 1000);
    const serverTime = async (): Promise<number> => {
      const [row] = await server.query<{ at: string }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::bigint as at',
      );
      return Number(row?.at);
    };
    const before = await serverTime();
    const told = [await store.now(), await store.transition((within) => within.now())];
    const after = await serverTime();
    for (const at of told) assert.ok(before <= at && at <= after, `${before} ${at} ${after}`);
  });

  test('time goes on within a transition, as for whoever waits for its end (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const store = await openPostgresStore({ url });
    context.after(() => store.close());
    const [first, later] = await store.transition(async (within) => {
      const one = await within.now();
      let two = one;
      while (two === one) two = await within.now();
      return [one, two];
    });
    assert.ok(first !== undefined && later !== undefined && later > first);
  });

  test('one name is held once, and is free when its holder has ended (PostgreSQL)', async (context) => {
    const address = readAddress(await server.database(context));
    const [first, second, other] = [
      new Holder(address, 'ada-1'),
      new Holder(address, 'ada-1', 0),
      new Holder(address, 'bob-1', 0),
    ];
    context.after(() => Promise.all([first, second, other].map((one) => one.close())));
    await first.take();
    await other.take();
    const error = await rejects(second.take(), 'home_in_use');
    assert.match(error.message, /under the name ada-1/);
    assert.match(error.next ?? '', /delete the file “worker”/);
    await first.close();
    await second.take();
  });

  test('a name is held again after the connection was lost (PostgreSQL)', async (context) => {
    const url = await server.database(context);
    const line = await lineTo(context, url);
    const holder = new Holder(readAddress(line.url), 'ada-1');
    context.after(() => holder.close());
    await holder.take();
    await line.cut();
    const rival = new Holder(readAddress(url), 'ada-1');
    await rival.take();
    await rival.close();
    await line.mend();
    const count = "select from pg_locks where locktype = 'advisory' and objsubid = 2";
    while ((await server.query(count, url)).length === 0);
  });
});
