// Which store this home uses: its own file, or a database that it may share with other homes. The PostgreSQL driver is
// loaded only by those who use it.
import { join } from 'node:path';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';

export interface OpenStoreOptions {
  readonly home: string;
  /** The setting `store`: `sqlite`, or the address of a PostgreSQL database. */
  readonly store: string;
  /** The name of this home. */
  readonly worker: string;
}

/** Throws what the stores throw: `store_unreachable`, `invalid_config`, `home_in_use`, … */
export async function openStore({ home, store: setting, worker }: OpenStoreOptions): Promise<Store> {
  if (setting !== 'sqlite') {
    const { openPostgresStore } = await import('../store/postgres/postgres-store.ts');
    return openPostgresStore({ url: setting, holder: worker });
  }
  const store = await openSqliteStore({ file: join(home, 'tasklane.db'), now: Date.now });
  // Nobody else can use this file: what is in it is of this home, whatever it was called before.
  await store.projects.adopt(worker);
  return store;
}
