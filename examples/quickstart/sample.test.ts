// The quickstart's two tasks, acted out by hand on real copies: each works alone, and both work together.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { gitEnvironment } from '../../test/support/git-repo.ts';
import { loadScripts, parseScripts } from '../../test/support/model-server/script.ts';
import type { Action } from '../../test/support/model-server/script.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { prepareSample } from './prepare.ts';

const here = import.meta.dirname;
const Tasks = z.array(z.strictObject({ name: z.string(), prompt: z.string().min(1), script: z.string() }));
const tasks = Tasks.parse(JSON.parse(readFileSync(join(here, 'tasks.json'), 'utf8')));
const scripts = parseScripts(await loadScripts(join(here, 'scripts')));
const environment = {
  ...gitEnvironment,
  PATH: [dirname(process.execPath), gitEnvironment['PATH']].join(delimiter),
};

function git(dir: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: dir, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' }).trim();
}

// HOME is the folder around the sample: npm writes its logs there, and would make a HOME that does not exist.
function run(dir: string, command: string): { readonly exitCode: number | null; readonly output: string } {
  const ended = spawnSync('sh', ['-c', command], {
    cwd: dir,
    env: { ...environment, HOME: dirname(dir) },
    encoding: 'utf8',
  });
  return { exitCode: ended.status, output: ended.stdout + ended.stderr };
}

function testsOf(dir: string): { readonly passed: number; readonly failed: number } {
  const { output } = run(dir, 'node --test --test-reporter=tap');
  const count = (name: string): number => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(output)?.[1]);
  return { passed: count('pass'), failed: count('fail') };
}

// Returns the exit codes of the commands that were run.
function act(dir: string, action: Action): readonly (number | null)[] {
  if ('shell' in action) return [run(dir, action.shell.command).exitCode];
  if ('read' in action) readFileSync(join(dir, action.read.path));
  if ('write' in action) writeFileSync(join(dir, action.write.path), action.write.content);
  if ('edit' in action) {
    const { path, find, replace } = action.edit;
    const parts = readFileSync(join(dir, path), 'utf8').split(find);
    assert.equal(parts.length, 2, `${path} must have one place with ${find}`);
    writeFileSync(join(dir, path), parts.join(replace));
  }
  return [];
}

function actOut(dir: string, name: string): readonly (number | null)[] {
  const task = tasks.find((each) => each.name === name);
  const script = /^\[\[script:([\w-]+)\]\]$/.exec(task?.script ?? '')?.[1] ?? '';
  return (scripts.get(script) ?? []).flatMap((step) => step.do ?? []).flatMap((action) => act(dir, action));
}

test('the sample is a repository with one reproducible commit and a passing suite', async (t) => {
  const dir = tempDir(t);
  const [first, second] = [join(dir, 'one'), join(dir, 'two words')];
  assert.equal(await prepareSample(first), await prepareSample(second));
  assert.equal(git(first, 'status', '--porcelain'), '');
  assert.equal(git(first, 'branch', '--show-current'), 'main');
  assert.deepEqual(testsOf(first), { passed: 9, failed: 0 });
});

test('the sample refuses a folder that already holds something', async (t) => {
  const dir = tempDir(t);
  writeFileSync(join(dir, 'mine.txt'), '');
  await assert.rejects(prepareSample(dir), /is not empty/);
});

test('each task works alone, and both together after one another', async (t) => {
  const dir = join(tempDir(t), 'invoices');
  await prepareSample(dir);
  const expected = [
    { name: 'fix-small-credits', exitCodes: [1, 0], passed: 10 },
    { name: 'export-csv', exitCodes: [0], passed: 12 },
  ];
  for (const { name, exitCodes, passed } of expected) {
    git(dir, 'checkout', '-q', '-b', name, 'main');
    assert.deepEqual(actOut(dir, name), exitCodes, `the commands of ${name}`);
    assert.deepEqual(testsOf(dir), { passed, failed: 0 });
    git(dir, 'add', '-A');
    git(dir, 'commit', '-q', '-m', name);
  }
  git(dir, 'checkout', '-q', 'main');
  for (const { name } of expected) git(dir, 'merge', '-q', '--no-edit', name);
  assert.deepEqual(testsOf(dir), { passed: 13, failed: 0 });
});
