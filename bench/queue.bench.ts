// How fast tasks are taken and completed: Tasklane on each of its stores, deciding dependencies, lanes, files and limits at
// every claim, beside queues that move jobs and decide nothing. Same machine, same minute, same PostgreSQL server, and all of
// them sync to the disk before they say that something happened. `--quick` is a small one, to see that it runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgresStore } from '../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { PostgresMissing, startPostgres } from '../test/support/postgres.ts';
import type { PostgresServer } from '../test/support/postgres.ts';
import { bullMq } from './queue/bullmq.ts';
import type { Contender } from './queue/contender.ts';
import { graphileWorker } from './queue/graphile-worker.ts';
import { pgBoss } from './queue/pg-boss.ts';
import { startRedis } from './queue/redis.ts';
import { growth, report } from './queue/report.ts';
import { measure } from './queue/rounds.ts';
import type { Figures } from './queue/rounds.ts';
import { tasklane } from './queue/tasklane.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** How many wait: `--sizes 1000,10000`. */
    sizes: { type: 'string' },
    /** Only those whose name contains one of these: `--only SQLite,graphile`. */
    only: { type: 'string', default: '' },
    /** Prints all figures as one line of JSON instead of tables. */
    json: { type: 'boolean', default: false },
  },
});
const sizes = (values.sizes ?? (values.quick ? '60' : '1000,10000,100000')).split(',').map(Number);
const only = values.only.split(',');
const rounds = values.quick ? { rounds: 1, jobs: 15, atOnce: 5 } : { rounds: 5, jobs: 400, atOnce: 10 };

const dir = await mkdtemp(join(tmpdir(), 'tasklane-bench-'));
const missing: string[] = [];
const postgres = await startPostgres({ survivesPowerLoss: true }).catch((error: unknown) => {
  if (!(error instanceof PostgresMissing)) throw error;
  missing.push(error.message);
  return null;
});
const redis = await startRedis((why) => missing.push(why));

type Open = () => Promise<Contender>;

const databases: string[] = [];

/** PostgreSQL chooses how to read a table by its statistics, and makes them by itself within a minute: longer than a round takes. */
async function makeStatistics(): Promise<void> {
  for (const url of databases.splice(0)) await postgres?.query('analyze', url);
}

function openersFor(size: number): readonly Open[] {
  const openers: Record<string, Open> = {
    'Tasklane, SQLite': async () => {
      const store = await openSqliteStore({ file: join(dir, `${size}.db`), now: Date.now });
      return tasklane('Tasklane, SQLite', 'synchronous=full', store);
    },
    ...(postgres !== null && onPostgres(postgres, size)),
    ...(redis !== null && { BullMQ: async () => bullMq(redis.socket, redis.durability) }),
  };
  return Object.entries(openers).flatMap(([name, open]) =>
    only.some((part) => name.includes(part)) ? [open] : [],
  );
}

function onPostgres(server: PostgresServer, size: number): Record<string, Open> {
  const database = async (name: string): Promise<string> => {
    await server.query(`create database ${name}_${size}`);
    databases.push(server.url(`${name}_${size}`));
    return server.url(`${name}_${size}`);
  };
  const name = 'Tasklane, PostgreSQL';
  return {
    [name]: async () =>
      tasklane(
        name,
        'committed and synced',
        await openPostgresStore({ url: await database('tasklane'), now: Date.now }),
      ),
    'graphile-worker': async () => graphileWorker(await database('graphile_worker')),
    'pg-boss': async () => pgBoss(await database('pg_boss')),
  };
}

async function measureAt(size: number): Promise<readonly Figures[]> {
  const contenders: Contender[] = [];
  try {
    for (const open of openersFor(size)) contenders.push(await open());
    for (const contender of contenders) {
      const began = performance.now();
      await contender.fill(size);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stderr.write(`${contender.name}: filled with ${size} in ${seconds} s\n`);
    }
    await makeStatistics();
    return await measure(contenders, rounds);
  } finally {
    for (const contender of contenders) await contender.close();
  }
}

try {
  const bySize = new Map<number, readonly Figures[]>();
  for (const size of sizes) {
    const figures = await measureAt(size);
    bySize.set(size, figures);
    if (!values.json) console.log(`\n${report(size, figures, rounds.atOnce).join('\n')}`);
  }
  if (values.json) console.log(JSON.stringify({ sizes: Object.fromEntries(bySize), missing }));
  else {
    console.log(`\n${growth(bySize).join('\n')}`);
    for (const why of missing) console.log(`\nNot measured: ${why}`);
  }
} finally {
  await redis?.stop();
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
}
