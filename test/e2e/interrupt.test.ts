// Ctrl-C at every stage of `tasklane run`: before there is a task, while it starts, while it runs, during its checks, and
// twice. The task is cancelled cleanly or left to itself, the exit code is 130, and no process stays behind.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/schemas.ts';
import { createStage, line, promptOf, until } from '../support/stage.ts';
import type { Stage, Started } from '../support/stage.ts';

// Longer than two signals of one key press may be apart (npm passes Ctrl-C on once more).
const anotherPressMs = 250;

async function interrupted(run: Started): Promise<string> {
  run.child.kill('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  assert.equal(code, 130, `${stdout}\n${stderr}`);
  return stdout + stderr;
}

async function tasks(stage: Stage): Promise<readonly TaskJson[]> {
  const { stdout } = await stage.run('task', 'list', '--all', '--json');
  return (JSON.parse(stdout) as { tasks: readonly TaskJson[] }).tasks;
}

test('Ctrl-C before the task exists: no task is made', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', promptOf('hello'));
  await until(() => existsSync(join(stage.home, 'daemon.log')), 'the daemon is being started');
  await interrupted(run);
  assert.deepEqual(await tasks(stage), []);
});

test('Ctrl-C while a task is set up: it is cancelled, and the setup command is gone', async (context) => {
  const stage = await createStage(context, { config: { setup: 'echo hanging; tail -f /dev/null' } });
  const run = stage.start('run', promptOf('hello'), '--name', 'one');
  await stage.event('one', (event) => event.type === 'run.output');
  const said = await interrupted(run);
  assert.match(said, /cancelling…/);
  assert.equal((await stage.show('one')).state, 'cancelled');
  await stage.quiet();
  assert.equal(stage.model.requests.length, 0);
});

test('Ctrl-C while the agent works: it is cancelled, what it did is on its branch, and the agent is gone', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', promptOf('hello-then-hang'), '--name', 'one');
  await stage.model.waitFor((request) => request.step === 1);
  const said = await interrupted(run);
  assert.match(said, /#1 “.*”: cancelled/);
  const task = await stage.show('one');
  assert.equal(task.state, 'cancelled');
  await stage.quiet();
  assert.equal(stage.repository.git('show', `${task.branch}:hello.txt`), 'hello from the script');
});

test('Ctrl-C during the checks: they are ended, and so is the task', async (context) => {
  const stage = await createStage(context);
  const check = 'echo hanging; tail -f /dev/null';
  const run = stage.start('run', promptOf('hello'), '--name', 'one', '--check', check);
  await stage.event('one', (event) => event.type === 'run.output');
  await interrupted(run);
  const task = await stage.show('one');
  assert.equal(task.state, 'cancelled');
  await stage.quiet();
  assert.equal(stage.repository.git('show', `${task.branch}:hello.txt`), 'hello from the script');
});

test('Ctrl-C while --apply checks the merged version leaves main as it was', async (context) => {
  const stage = await createStage(context);
  const main = stage.head();
  const flag = join(stage.dir, 'second-time');
  const check = `test ! -e ${flag} && touch ${flag} || { echo hanging; tail -f /dev/null; }`;
  const run = stage.start('run', promptOf('hello'), '--name', 'one', '--check', check, '--apply');
  await stage.event('one', (event) => String(event.data['source']).includes('merged'));
  run.child.kill('SIGINT');
  await line(run.child, 'stderr', /an apply cannot be cancelled; it goes on.*: tasklane task logs -f one/);
  await new Promise((resolve) => setTimeout(resolve, anotherPressMs));
  run.child.kill('SIGINT');
  assert.equal((await run.ended).code, 130);
  assert.equal(stage.head(), main);
  assert.equal((await stage.run('stop')).code, 0);
  await stage.quiet();
  // It is in the merge queue still, and the next daemon goes on with it, unless somebody takes it out.
  assert.equal((await stage.task(['task', 'withdraw', 'one'])).state, 'ready');
  assert.equal(stage.head(), main);
});

test('Ctrl-C of an apply says that it goes on, and how to watch it', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'gate');
  writeFileSync(flag, '');
  const check = `until test -e ${flag}; do sleep 0.05; done`;
  await stage.ready('hello', {}, '--name', 'one', '--check', check);
  rmSync(flag);
  const apply = stage.start('task', 'apply', 'one');
  await stage.until('one', 'applying');
  assert.match(
    await interrupted(apply),
    /the apply goes on without you; watch it with: tasklane task logs -f one/,
  );
  writeFileSync(flag, '');
  await stage.until('one', 'done');
});

test('Ctrl-C twice leaves the task to itself, and says how to follow it', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'gate');
  const check = `echo hanging; until test -e ${flag}; do :; done`;
  const run = stage.start('run', promptOf('hello'), '--name', 'one', '--check', check);
  await stage.event('one', (event) => event.type === 'run.output');
  // The daemon answers nothing for a while, so that the second press comes before the first has had its effect.
  process.kill(stage.daemonPid, 'SIGSTOP');
  run.child.kill('SIGINT');
  await line(run.child, 'stderr', /cancelling…/);
  await new Promise((resolve) => setTimeout(resolve, anotherPressMs));
  const said = await interrupted(run);
  process.kill(stage.daemonPid, 'SIGCONT');
  assert.match(said, /left to itself; follow it with: tasklane task logs -f one/);
  writeFileSync(flag, '');
  const { code, stdout } = await stage.run('task', 'logs', '-f', 'one');
  assert.equal(code, 0);
  assert.match(stdout, /• (ready|cancelled: Ctrl-C)\n$/);
  await stage.quiet();
});

test('Ctrl-C of a command that only looks ends it and nothing else', async (context) => {
  const stage = await createStage(context);
  const run = stage.start(
    'run',
    promptOf('write-then-hang-once', { path: 'a.txt', content: 'one' }),
    '--name',
    'one',
  );
  await stage.model.waitFor((request) => request.step === 1);
  const logs = stage.start('task', 'logs', '-f', 'one');
  await line(logs.child, 'stdout', /starting the agent/);
  await interrupted(logs);
  assert.equal((await stage.show('one')).state, 'running');
  await interrupted(run);
});
