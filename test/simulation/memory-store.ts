// Empty stores in memory, each a copy of one whose tables were made once: making them took longer than thirty steps of a
// history.
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { openStoreOn } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store, StoreClock } from '../../src/store/store.ts';

const file = ':memory:';
let template: Promise<Uint8Array> | undefined;

export async function openMemoryStore(clock: StoreClock): Promise<Store> {
  template ??= makeTemplate();
  const bytes = await template;
  const database = openDatabase(file);
  database.deserialize(bytes);
  return openStoreOn(database, { file, ...clock });
}

async function makeTemplate(): Promise<Uint8Array> {
  const database = openDatabase(file);
  const store = await openStoreOn(database, { file, now: () => 0 });
  const bytes = database.serialize();
  await store.close();
  return bytes;
}
