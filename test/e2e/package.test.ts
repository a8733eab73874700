// What is published, as npm packs it: no sources, a few files, and beside it only the packages that it names. All that
// finds a file beside itself, is loaded late, or starts this program again is reached once.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exec } from '../../src/lib/exec.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { tempDir } from '../support/temp-dir.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the published package does all of it: a task from a daemon to its apply, templates, completion, MCP', async (context) => {
  const folder = await install(context);
  const isCode = (name: string): boolean => /\.[cm]?tsx?$/.test(name) && !name.includes('node_modules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  assert.deepEqual(files.filter(isCode), [], 'no sources');
  assert.ok(files.includes(join('man', 'tasklane-task.1')), 'the manual');
  const atStart = loadedAtStart(join(folder, 'dist'), 'main.js');
  assert.ok(atStart.size <= 4, `a command begins with few files: ${[...atStart.keys()].join(', ')}`);
  const bytes = [...atStart.values()].reduce((sum, text) => sum + text.length, 0);
  assert.ok(bytes < 200_000, `the table of commands is ${bytes} bytes`);
  const program = join(dirname(folder), '.bin', 'tasklane');

  const stage = await createStage(context, { program });
  const { task } = await stage.runTask([promptOf('hello'), '--check', 'test -f hello.txt']);
  assert.equal(task.state, 'ready');
  assert.equal(task.result?.checks[0]?.outcome, 'passed');
  await stage.task(['task', 'apply', String(task.number)]);
  assert.ok(existsSync(join(stage.repository.dir, 'hello.txt')), 'applied');

  const succeed = async (...args: readonly string[]): Promise<string> => {
    const result = await stage.run(...args);
    assert.equal(result.code, 0, `${args.join(' ')}\n${result.stdout}${result.stderr}`);
    return result.stdout;
  };
  const web = await fetch(`${stage.client().url}/`, { headers: { accept: 'text/html' } });
  assert.match(await web.text(), /<div id="root">/, 'the web page');
  assert.match(await succeed('template', 'list'), /^workspace /m, 'shipped with it');
  await succeed('template', 'init', 'mine');
  await succeed('template', 'push', 'mine');
  assert.match(await succeed('completion', 'zsh'), /^#compdef tasklane/);
  assert.match(await succeed('doctor'), /git/);
  await speakMcp(stage);
  await succeed('stop');
});

test('the published package has its database drivers', async (context) => {
  const program = join(dirname(await install(context)), '.bin', 'tasklane');
  const stage = await createStage(context, {
    program,
    env: { TASKLANE_STORE: 'postgres://ada@127.0.0.1:1/tasklane' },
  });
  const { code, stderr } = await stage.run('task', 'list');
  assert.equal(code, 1);
  assert.match(stderr, /There is no connection to postgres:.*ECONNREFUSED/);
});

/** Builds and packs it, and puts it where npm would, beside links to the packages that it names. */
async function install(context: TestContext): Promise<string> {
  const dir = tempDir(context);
  const modules = join(dir, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const run = async (...argv: readonly string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir };
    const end = await exec(argv, { cwd: root, env, timeoutMs: 100_000 });
    assert.equal(end.exitCode, 0, `${argv.join(' ')}\n${end.stderr.toString()}`);
    return end.stdout.toString();
  };
  await run(process.execPath, 'scripts/build.mjs');
  await run('npm', 'pack', '--ignore-scripts', '--pack-destination', dir);
  const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '';
  await run('tar', '-xzf', join(dir, tarball), '-C', dir);
  const folder = join(modules, 'tasklane');
  renameSync(join(dir, 'package'), folder);
  const named = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  for (const name of Object.keys(named.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync('../tasklane/bin/tasklane.js', join(modules, '.bin', 'tasklane'));
  return folder;
}

/** A file of the bundle with those that it imports before it runs, by name. */
function loadedAtStart(dist: string, file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen;
  const text = readFileSync(join(dist, file), 'utf8');
  seen.set(file, text);
  for (const [, next = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) loadedAtStart(dist, next, seen);
  return seen;
}

async function speakMcp(stage: Stage): Promise<void> {
  const token = readFileSync(join(stage.home, 'token'), 'utf8').trim();
  const answer = await fetch(`${stage.client().url}/mcp`, {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  assert.match(await answer.text(), /request_next_task/);
}
