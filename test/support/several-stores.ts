// Several stores on one database, each with connections of its own, as several processes have them.
import type { TestContext } from 'node:test';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { EventRecord } from '../../src/domain/event.ts';
import type { Store } from '../../src/store/store.ts';
import type { PostgresServer } from './postgres.ts';

/** Opens that many at once, and closes them after the test. */
export async function openSeveral(context: TestContext, url: string, count: number): Promise<Store[]> {
  const opening = Array.from({ length: count }, () => openPostgresStore({ url, now: Date.now }));
  context.after(async () => {
    // Also when one could not be opened, or the others would keep the test's process alive.
    for (const opened of await Promise.allSettled(opening))
      if (opened.status === 'fulfilled') await opened.value.close();
  });
  return Promise.all(opening);
}

export interface Heard {
  readonly records: EventRecord[];
  /** Resolves when an event with this id was heard. */
  upTo(id: number): Promise<void>;
}

export function hear(store: Store): Heard {
  const records: EventRecord[] = [];
  const waiting: { readonly id: number; readonly resolve: () => void }[] = [];
  const answer = (): void => {
    const last = records.at(-1)?.id ?? 0;
    for (const one of waiting) if (one.id <= last) one.resolve();
  };
  store.onEvents((heard) => {
    records.push(...heard);
    answer();
  });
  return {
    records,
    upTo: (id) =>
      new Promise((resolve) => {
        waiting.push({ id, resolve });
        answer();
      }),
  };
}

interface Backend {
  readonly pid: number;
}

/** The server's processes that serve connections of stores to this database, where the condition on pg_stat_activity holds. */
async function backends(server: PostgresServer, url: string, condition: string): Promise<number[]> {
  const found = await server.query<Backend>(
    `select pid from pg_stat_activity where datname = current_database()
      and application_name = 'tasklane' and (${condition}) order by pid`,
    url,
  );
  return found.map((backend) => backend.pid);
}

/** Asks again and again, one question after the other, until there are that many. */
export async function untilBackends(
  server: PostgresServer,
  url: string,
  condition: string,
  count: number,
): Promise<number[]> {
  for (;;) {
    const found = await backends(server, url, condition);
    if (found.length === count) return found;
  }
}
