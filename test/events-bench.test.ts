// The small run of the benchmark: that it measures, and that nothing is lost or doubled.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { collect } from './support/cli.ts';

test('R216 sixty streams that receive a hundred events a second lose and double nothing', async () => {
  const file = fileURLToPath(new URL('../bench/events.bench.ts', import.meta.url));
  const run = await collect(
    spawn(process.execPath, [file, '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  assert.equal(run.code, 0, run.stderr);
  const row = /│ 'Tasklane' .*/.exec(run.stdout)?.[0] ?? '';
  assert.match(row, /│ 12000 +│ 0 +│ 0 +│$/, run.stdout);
});
