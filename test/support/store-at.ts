// Either store by where it is: the address of a PostgreSQL database, or a file.
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

export function openStoreAt(place: string): Promise<Store> {
  return place.startsWith('postgres:')
    ? openPostgresStore({ url: place, now: Date.now })
    : openSqliteStore({ file: place, now: Date.now });
}
