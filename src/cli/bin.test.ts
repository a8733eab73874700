// bin/tasklane.js under a Node that is too old. That is played by a preload that claims to be one: the file itself uses
// nothing newer than that.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { collect, createCli } from '../../test/support/cli.ts';
import { tempDir } from '../../test/support/temp-dir.ts';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));

/** Starts bin/tasklane.js of a folder as Node 18 would. */
function startOld(
  dir: string,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const node = join(dir, 'old-node');
  const preload = join(dir, 'old.cjs');
  writeFileSync(node, '');
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });
     process.execPath = ${JSON.stringify(node)};`,
  );
  return spawn(process.execPath, ['--require', preload, join(folder, 'tasklane.js'), ...args], {
    cwd: dir,
    env,
  });
}

function world(context: TestContext): { dir: string; env: NodeJS.ProcessEnv } {
  const dir = tempDir(context);
  return { dir, env: createCli(context, join(dir, 'home')).env };
}

test('an old Node runs the one that was installed with Tasklane, and passes on its exit code', async (context) => {
  const { dir, env } = world(context);
  const version = await collect(startOld(dir, bin, ['--version'], env));
  assert.deepEqual([version.code, version.stderr], [0, '']);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await collect(startOld(dir, bin, ['nope'], env))).code, 2);
});

test('an old Node passes signals on', async (context) => {
  const { dir, env } = world(context);
  const child = startOld(dir, bin, ['serve', '--port', '0'], env);
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  assert.equal((await collect(child)).code, 0);
});

test('an old Node alone says in one sentence what is missing, and ends with 2', async (context) => {
  const { dir, env } = world(context);
  const alone = join(dir, 'alone', 'bin');
  mkdirSync(alone, { recursive: true });
  cpSync(bin, alone, { recursive: true });
  const result = await collect(startOld(dir, alone, ['--version'], env));
  assert.equal(result.code, 2);
  assert.match(
    result.stderr,
    /^tasklane: Node 24 or newer is needed; this is Node 18\.20\.0 .*\n {2}next: .*\n$/,
  );
});
