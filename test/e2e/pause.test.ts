// An agent that stops for a while: its processes end, slot and files are free, and later it goes on where it was.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/schemas.ts';
import { isRunning } from '../support/processes.ts';
import { create, queueStage, refused, statusOf } from '../support/queue-stage.ts';
import { promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const slowTask = promptOf('write-then-hang-once', { path: 'a.txt', content: 'one' });

function folderOf(stage: Stage, task: TaskJson): string {
  return join(stage.home, 'p', task.project_id, 'ws', task.id);
}

function lastRequest(stage: Stage): string {
  return JSON.stringify(stage.model.requests.at(-1)?.body);
}

/** A task whose agent has written a.txt and thinks. */
async function thinking(stage: Stage, ...flags: string[]): Promise<TaskJson> {
  const task = await create(stage, slowTask, '--name', 'one', ...flags);
  await stage.model.waitFor((request) => request.step === 1);
  return task;
}

test('R103 a paused task holds no process, slot or file, and goes on in its copy and session', async (context) => {
  const stage = await queueStage(context, { config: { parallel: 1 } });
  await thinking(stage, '--owns', '*.txt');
  const agents = [...stage.workers().keys()];
  const other = promptOf('write', { path: 'b.txt', content: 'two' });
  await create(stage, other, '--name', 'two', '--owns', 'b.txt', '--allow-overlap');
  const paused = await stage.task(['task', 'pause', 'one']);
  assert.equal(paused.state, 'paused');
  assert.deepEqual(agents.filter(isRunning), []);
  assert.equal(stage.repository.git('show', `${paused.branch}:a.txt`), 'one');
  // What it held is free for another.
  await stage.until('two', 'ready');
  assert.equal((await stage.show('one')).state, 'paused');

  await stage.task(['task', 'resume', 'one']);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.match(lastRequest(stage), /I will write a\.txt\./);
  assert.match(lastRequest(stage), /You were paused, and may go on now/);
});

test('R101 a message to a paused task lets it go on with that', async (context) => {
  const stage = await queueStage(context);
  await thinking(stage);
  await stage.task(['task', 'pause', 'one']);
  await stage.task(['task', 'send', 'one', promptOf('write', { path: 'b.txt', content: 'two' })]);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual(
    task.result?.files.map((file) => file.path),
    ['a.txt', 'b.txt'],
  );
  assert.equal(task.attempt, 1);
});

test('R103 a task that is paused while it starts begins anew when it is resumed', async (context) => {
  const stage = await queueStage(context);
  const flag = join(stage.dir, 'was-here');
  const setup = `if test -e ${flag}; then touch set-up; else touch ${flag} half; echo hanging; tail -f /dev/null; fi`;
  await stage.writeHome('config.json', JSON.stringify({ setup }));
  await create(stage, promptOf('hello'), '--name', 'one', '--check', 'test -f set-up && ! test -e half');
  await stage.event('one', (event) => event.type === 'run.output');
  assert.equal((await stage.task(['task', 'pause', 'one'])).state, 'paused');
  await stage.quiet();
  // What half a setup leaves is no work.
  assert.deepEqual(stage.branches(), ['main']);
  await stage.task(['task', 'resume', 'one']);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
});

test('R103 an agent that cannot load its session is told what happened so far', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('say'), '--name', 'one');
  await stage.until('one', 'waiting');
  await stage.task(['task', 'send', 'one', `Mind the colour. ${slowTask}`]);
  await stage.model.waitFor((request) => request.step === 1);
  const task = await stage.task(['task', 'pause', 'one']);
  rmSync(join(folderOf(stage, task), 'home'), { recursive: true });
  await stage.task(['task', 'resume', 'one']);
  const ended = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([ended.state, ended.attempt], ['ready', 1]);
  const asked = lastRequest(stage);
  assert.match(
    asked,
    /This task was begun before.*What happened until now:.*You said: Just words, no work\./,
  );
  assert.match(asked, /You did: Write a\.txt/i);
  assert.match(asked, /Mind the colour\./);
});

test('R103 what cannot be paused is refused with the reason', async (context) => {
  const stage = await queueStage(context, { config: { parallel: 1 } });
  await thinking(stage);
  await create(stage, promptOf('hello'), '--name', 'two');
  assert.match(
    await refused(stage, 1, 'task', 'pause', 'two'),
    /#2 .* cannot be paused: it is queued\.\n {2}next: This is possible while it is starting, running or waiting/,
  );
  assert.equal(await statusOf(stage, 'POST', '/tasks/two/pause'), 409);
  assert.equal(await statusOf(stage, 'POST', '/tasks/two/resume'), 409);
  assert.match(await refused(stage, 1, 'task', 'resume', 'one'), /cannot be resumed: it is running/);
});

test('R103 a develop task is not paused while it is merged; before that it gives its lane free', async (context) => {
  const stage = await queueStage(context);
  const file = join(stage.dir, 'merged');
  const check = `case "$PWD" in */merged/*) until [ -e "${file}" ]; do sleep 0.05; done;; esac`;
  const flags = ['--policy', 'develop', '--check', check];
  await thinking(stage, ...flags);
  await stage.task(['task', 'pause', 'one']);
  await create(stage, promptOf('hello'), '--name', 'two', ...flags);
  await stage.untilTask('two', (task) => task.step === 'apply');
  assert.match(
    await refused(stage, 1, 'task', 'pause', 'two'),
    /cannot be paused: its work is being merged into the branch/,
  );
  writeFileSync(file, '');
  await stage.until('two', 'done');
  await stage.task(['task', 'resume', 'one']);
  const done = await stage.until('one', 'done', 'failed');
  assert.equal(done.state, 'done');
  assert.ok(existsSync(join(stage.repository.dir, 'a.txt')));
});

test('R217 kill -9 after a pause: it stays paused, and the next daemon lets it go on in its session', async (context) => {
  const stage = await queueStage(context);
  await thinking(stage);
  await stage.task(['task', 'pause', 'one']);
  await stage.killDaemon();
  assert.equal((await stage.task(['task', 'show', 'one'])).state, 'paused');
  await stage.task(['task', 'resume', 'one']);
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.match(lastRequest(stage), /I will write a\.txt\./);
});

test('R217 kill -9 in the middle of a pause: it is paused or goes on, with its work, and nothing is left running', async (context) => {
  const stage = await queueStage(context);
  await thinking(stage);
  const agents = [...stage.workers().keys()];
  const pause = stage.start('task', 'pause', 'one');
  await until(() => agents.every((pid) => !isRunning(pid)), 'its agent has ended');
  await stage.killDaemon();
  await pause.ended;
  const now = await stage.task(['task', 'show', 'one']);
  if (now.state === 'paused') await stage.task(['task', 'resume', 'one']);
  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  await stage.quiet();
});

test('R114 a paused, an idle and a ready task leave neither copy nor process when they are deleted', async (context) => {
  const stage = await queueStage(context);
  const first = await thinking(stage);
  await stage.task(['task', 'pause', 'one']);
  await create(stage, promptOf('say'), '--name', 'idle');
  await stage.until('idle', 'waiting');
  await create(stage, promptOf('hello'), '--name', 'ready');
  await stage.until('ready', 'ready');
  const { code, stderr } = await stage.run('task', 'delete', '-y', 'one', 'idle', 'ready');
  assert.equal(code, 0, stderr);
  await stage.quiet();
  assert.deepEqual(readdirSync(join(stage.home, 'p', first.project_id, 'ws')), []);
  assert.deepEqual(stage.branches(), ['main']);
});
