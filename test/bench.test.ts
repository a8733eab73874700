// That the benchmark of the queue runs, on everything it measures, and says something about each. How fast anything is, no
// test can say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exec } from '../src/lib/exec.ts';

const bench = fileURLToPath(new URL('../bench/queue.bench.ts', import.meta.url));

const figures = z.array(
  z.object({
    name: z.string(),
    durability: z.string().min(1),
    alone: z.array(z.number().positive()).length(1),
    together: z.array(z.number().positive()).length(1),
    times: z.array(z.number().nonnegative()).min(5),
    cpuMs: z.array(z.number().nonnegative()).length(1),
  }),
);
const output = z.object({ sizes: z.record(z.string(), figures), missing: z.array(z.string()) });

test('the benchmark of the queue measures both stores and the queues beside them', async () => {
  const { exitCode, stdout, stderr } = await exec([process.execPath, bench, '--quick', '--json'], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  assert.equal(exitCode, 0, stderr.toString());
  const { sizes, missing } = output.parse(JSON.parse(stdout.toString()));
  assert.deepEqual(Object.keys(sizes), ['60']);
  for (const measured of Object.values(sizes)) {
    const names = measured.map(({ name }) => name);
    // Where PostgreSQL or Redis cannot be had, the bench says so and measures the rest.
    if (missing.length > 0) assert.ok(names.includes('Tasklane, SQLite'), missing.join('\n'));
    else
      assert.deepEqual(names, [
        'Tasklane, SQLite',
        'Tasklane, PostgreSQL',
        'graphile-worker',
        'pg-boss',
        'BullMQ',
      ]);
    for (const { times } of measured)
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
      );
  }
});
