// The daemon dies without a word, at the places where that could hurt, and the next command starts another one: no task is
// lost, none runs twice, no process stays behind, and main is either where it was or where it was meant to be.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { isRunning } from '../support/processes.ts';
import { createStage, line, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const slowTask = promptOf('write-then-hang-once', { path: 'a.txt', content: 'one' });

/** The next command, which starts the next daemon. */
async function restart(stage: Stage): Promise<void> {
  const result = await stage.run('task', 'list');
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /started the daemon/);
}

function copyOf(stage: Stage, task: TaskJson): string {
  return join(stage.home, 'p', task.project_id, 'ws', task.id, 'tree');
}

/** The types of the changes of a task, in order. */
async function changes(stage: Stage, task: TaskJson): Promise<readonly string[]> {
  const query = { task: task.id, limit: 5000 };
  const { events } = await stage.client().call(endpoints.events, { query });
  return events
    .filter((event) => event.type === 'task.changed')
    .map((event) => (event.data['change'] as { type: string }).type);
}

function count(all: readonly string[], one: string): number {
  return all.filter((each) => each === one).length;
}

test('R217 kill -9 in the middle of a run: the task goes on in its own copy and session, and runs once', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', slowTask, '--name', 'one', '--json');
  await stage.model.waitFor((request) => request.step === 1);
  const orphans = [...stage.workers().keys()];
  const running = await stage.show('one');
  const copy = statSync(copyOf(stage, running)).ino;
  run.child.kill('SIGKILL');
  await stage.killDaemon();
  await restart(stage);

  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  assert.equal(statSync(copyOf(stage, task)).ino, copy);
  assert.deepEqual(orphans.filter(isRunning), []);
  await stage.quiet();
  const all = await changes(stage, task);
  assert.deepEqual([count(all, 'claimed'), count(all, 'lost'), count(all, 'verified')], [2, 1, 1]);
  // The agent's own words of before: only a session that was loaded again has them.
  assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /I will write a\.txt\./);
  assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /You were interrupted/);
});

test('R217 a run that is watched goes on to its end when the daemon comes back', async (context) => {
  const stage = await createStage(context);
  const first = stage.start('serve', '--port', '0');
  const url = await line(first.child, 'stdout', /^http:/);
  const run = stage.start('run', slowTask, '--name', 'one', '--check', 'test -f a.txt');
  await stage.model.waitFor((request) => request.step === 1);
  await stage.killDaemon();
  const second = stage.start('serve', '--port', new URL(url).port);
  await line(second.child, 'stdout', /^http:/);
  const { code, stdout, stderr } = await run.ended;
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  assert.match(stdout + stderr, /the daemon does not answer; trying again/);
  assert.match(stdout + stderr, /the daemon answers again/);
  assert.match(stdout, /: ready \(/);
});

test('R217 kill -9 during the setup: it begins again in a whole copy', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'was-here');
  const setup = `if test -e ${flag}; then touch set-up; else touch ${flag}; echo hanging; tail -f /dev/null; fi`;
  await stage.writeHome('config.json', JSON.stringify({ setup }));
  const run = stage.start('run', promptOf('hello'), '--name', 'one', '--check', 'test -f set-up');
  await stage.event('one', (event) => event.type === 'run.output');
  const orphans = [...stage.workers().keys()];
  assert.ok(orphans.length > 0);
  run.child.kill('SIGKILL');
  await stage.killDaemon();
  await restart(stage);
  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.deepEqual(orphans.filter(isRunning), []);
});

test('R217 kill -9 during the checks of a task: they run again, and the work is kept', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'was-here');
  const check = `test -e ${flag} || { touch ${flag}; echo hanging; tail -f /dev/null; }`;
  const run = stage.start('run', promptOf('hello'), '--name', 'one', '--check', check);
  await stage.event('one', (event) => event.type === 'run.output');
  const orphans = [...stage.workers().keys()];
  run.child.kill('SIGKILL');
  await stage.killDaemon();
  // The work was committed before the checks began.
  assert.equal(stage.repository.git('show', 'tasklane/1-one:hello.txt'), 'hello from the script');
  await restart(stage);
  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt, task.result?.checks.length], ['ready', 1, 1]);
  assert.deepEqual(orphans.filter(isRunning), []);
});

test('R217 kill -9 during the checks of an apply: main untouched, nothing left behind, and the queue goes on', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'block');
  const check = `! test -e ${flag} || { echo hanging; tail -f /dev/null; }`;
  await stage.ready('hello', {}, '--name', 'one', '--check', check);
  const main = stage.head();
  writeFileSync(flag, '');
  const apply = stage.start('task', 'apply', 'one');
  await stage.event('one', (event) => String(event.data['source']).includes('merged'));
  const orphans = [...stage.workers().keys()];
  assert.ok(orphans.length > 0);
  await stage.killDaemon();
  assert.equal((await apply.ended).code, 1);
  assert.equal(stage.head(), main);
  rmSync(flag);
  await restart(stage);

  const done = await stage.until('one', 'done');
  assert.deepEqual(orphans.filter(isRunning), []);
  assert.deepEqual(
    [stage.head(), stage.repository.git('rev-list', '--count', 'main')],
    [done.applied_commit, '2'],
  );
  const all = await changes(stage, done);
  assert.deepEqual(
    ['apply_queued', 'apply_started', 'lost', 'applied'].map((type) => count(all, type)),
    [1, 2, 1, 1],
  );
  await until(
    () => readdirSync(join(stage.home, 'p', done.project_id, 'ws')).length === 0,
    'its copies are gone',
  );
});

test('R217 kill -9 after the branch moved: the apply counts, once, and is delivered by the next daemon', async (context) => {
  const stage = await createStage(context);
  const task = await stage.ready('hello', {}, '--name', 'one');
  const hub = join(stage.home, 'p', task.project_id, 'hub.git');
  // As if another git worked there: the checkout cannot be moved yet, and the daemon tries again and again.
  const lock = join(stage.repository.dir, '.git', 'index.lock');
  writeFileSync(lock, '');
  const main = stage.head();
  const apply = stage.start('task', 'apply', 'one');
  const hubMain = (): string => stage.repository.git('--git-dir', hub, 'rev-parse', 'main');
  await until(() => hubMain() !== main, 'the branch of the hub has moved');
  await stage.killDaemon();
  assert.equal((await apply.ended).code, 1);
  rmSync(lock);
  await restart(stage);

  const done = await stage.until('one', 'done', 'ready');
  assert.equal(done.state, 'done');
  assert.equal(done.applied_commit, hubMain());
  assert.equal(stage.head(), done.applied_commit);
  assert.equal(stage.repository.git('rev-list', '--count', 'main'), '2');
  assert.equal(existsSync(join(stage.repository.dir, 'hello.txt')), true);
});

test('R217 kill -9 with tasks in the queue: each of them runs once, in turn', async (context) => {
  const stage = await createStage(context, { config: { parallel: 1 } });
  const prompts = {
    one: slowTask,
    two: promptOf('write', { path: 'two.txt', content: 'two' }),
    three: promptOf('write', { path: 'three.txt', content: 'three' }),
  };
  const first = stage.start('run', prompts.one, '--name', 'one');
  await stage.model.waitFor((request) => request.step === 1);
  const others = (['two', 'three'] as const).map((name) => stage.start('run', prompts[name], '--name', name));
  const held = await Promise.all(['two', 'three'].map((name) => stage.until(name, 'queued')));
  assert.deepEqual(
    held.map((task) => task.hold?.kind),
    ['slot', 'slot'],
  );
  for (const run of [first, ...others]) run.child.kill('SIGKILL');
  await stage.killDaemon();
  await restart(stage);
  for (const name of Object.keys(prompts)) {
    const task = await stage.until(name, 'ready', 'failed', 'waiting');
    assert.deepEqual([task.state, task.attempt, task.result?.commits.length], ['ready', 1, 1]);
  }
  const turns = stage.model.requests.filter((request) => request.script === 'write' && request.step === 0);
  assert.equal(turns.length, 2);
});

test('a daemon that is asked to stop ends within 10 s, takes its agents along, and the task goes on afterwards', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', slowTask, '--name', 'one');
  await stage.model.waitFor((request) => request.step === 1);
  run.child.kill('SIGKILL');
  const workers = [...stage.workers().keys()];
  const pid = stage.daemonPid;
  const since = performance.now();
  process.kill(pid, 'SIGTERM');
  await until(() => !isRunning(pid), 'the daemon has ended');
  assert.ok(performance.now() - since < 10_000);
  assert.deepEqual(workers.filter(isRunning), []);
  assert.equal(existsSync(join(stage.home, 'daemon.json')), false);

  await restart(stage);
  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /You were interrupted/);
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`R217 an agent that waited for a person when ${signal} came goes on in its session when one writes`, async (context) => {
    const stage = await createStage(context);
    await stage.runTask([promptOf('say'), '--name', 'talk'], 3);
    const pid = stage.daemonPid;
    process.kill(pid, signal);
    await until(() => !isRunning(pid), 'the daemon has ended');
    await restart(stage);
    assert.equal((await stage.show('talk')).state, 'paused');
    assert.equal((await stage.run('task', 'send', 'talk', promptOf('hello'))).code, 0);
    const task = await stage.until('talk', 'ready', 'failed', 'waiting');
    assert.deepEqual([task.state, task.attempt], ['ready', 1]);
    assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /Just words, no work\./);
  });

test('an agent that is killed fails its task with the reason, and the work is kept', async (context) => {
  const stage = await createStage(context);
  const run = stage.start('run', slowTask, '--name', 'one', '--json');
  await stage.model.waitFor((request) => request.step === 1);
  for (const pid of stage.workers().keys()) process.kill(pid, 'SIGKILL');
  assert.equal((await run.ended).code, 1);
  const task = await stage.show('one');
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'agent_crash']);
  assert.match(task.failure?.message ?? '', /ended by SIGKILL while it worked/);
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
});
