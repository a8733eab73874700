// The same histories on PostgreSQL. Each of its transactions costs a way to another process and back, so these are few: what
// they add is that both stores hold the same promises under the same disorder.
import { test } from 'node:test';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { withPostgres } from '../support/with-postgres.ts';
import { simulate } from './simulation.ts';

const seeds = 5;

await withPostgres((server) => {
  for (let seed = 1; seed <= seeds; seed += 1)
    test(`R217 every invariant holds and every task ends on PostgreSQL too, history ${seed}`, async (context) => {
      const url = await server.migrated(context);
      await simulate({ seed, open: async (clock) => openPostgresStore({ url, ...clock }) });
    });
});
