import { join } from 'node:path';
import { storeContract } from '../../../test/contracts/store.contract.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { openSqliteStore } from './sqlite-store.ts';

storeContract('SQLite', async (context, clock) => {
  const file = join(tempDir(context), 'store.sqlite');
  const first = await openSqliteStore({ file, now: clock.now });
  let open = first;
  context.after(() => open.close());
  return {
    store: first,
    reopen: async () => {
      await open.close();
      open = await openSqliteStore({ file, now: clock.now });
      return open;
    },
  };
});
