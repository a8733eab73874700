import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { writeFileTool } from './write-file.ts';

test('a new file is made with its folders, and shown as a diff from nothing', async (t) => {
  const bench = benchFor(t, writeFileTool);
  const outcome = await bench.run({ path: 'src/deep/a.txt', content: 'one\ntwo\n' });
  assert.equal(bench.read('src/deep/a.txt'), 'one\ntwo\n');
  assert.deepEqual(outcome, {
    kind: 'done',
    text: 'created src/deep/a.txt (2 lines)',
    diffs: [{ path: 'src/deep/a.txt', before: null, after: 'one\ntwo\n' }],
  });
});

test('a file that exists is replaced whole, keeps its mode, and its diff shows what was there', async (t) => {
  const bench = benchFor(t, writeFileTool, { 'run.sh': 'old\n' });
  chmodSync(join(bench.dir, 'run.sh'), 0o755);
  const outcome = await bench.run({ path: 'run.sh', content: 'new\n' });
  assert.equal(bench.read('run.sh'), 'new\n');
  assert.equal(statSync(join(bench.dir, 'run.sh')).mode & 0o777, 0o755);
  assert.deepEqual(outcome.kind === 'done' && outcome.diffs, [
    { path: 'run.sh', before: 'old\n', after: 'new\n' },
  ]);
});

test('outside the workspace and in .git nothing is written', async (t) => {
  const bench = benchFor(t, writeFileTool, { 'ws/.git/config': 'kept' });
  for (const path of ['../escaped.txt', '/tmp/escaped-by-tasklane-test.txt', 'ws/.git/config'])
    assert.equal((await bench.run({ path, content: 'x' })).kind, 'failed');
  assert.equal(bench.read('ws/.git/config'), 'kept');
});
