import { storeContract } from '../../../test/contracts/store.contract.ts';
import { withPostgres } from '../../../test/support/with-postgres.ts';
import { openPostgresStore } from './postgres-store.ts';

await withPostgres((server) =>
  storeContract('PostgreSQL', async (context, clock) => {
    const url = await server.migrated(context);
    const first = await openPostgresStore({ url, now: clock.now });
    let open = first;
    context.after(() => open.close());
    return {
      store: first,
      reopen: async () => {
        await open.close();
        open = await openPostgresStore({ url, now: clock.now });
        return open;
      },
    };
  }),
);
