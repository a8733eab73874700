// What a person writes to an agent is never lost: not by a kill -9 at any moment, not between two steps, and not in the last
// ones of a task. Where nobody would read it, it is refused.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { create, queueStage, refused, statusOf } from '../support/queue-stage.ts';
import { promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const slowMessage = `Mind the colour. ${promptOf('write-then-hang-once', { path: 'two.txt', content: 'two' })}`;

function lastRequest(stage: Stage): string {
  return JSON.stringify(stage.model.requests.at(-1)?.body);
}

function writing(path: string): string {
  return promptOf('write', { path, content: path });
}

/** The daemon has said that it has the message, and is gone. */
async function sendAndKill(stage: Stage, message: string): Promise<void> {
  await stage.client().call(endpoints.sendToTask, { params: { task: 'one' }, body: { message } });
  await stage.killDaemon();
}

function filesOf(task: TaskJson): readonly string[] {
  return task.result?.files.map((file) => file.path) ?? [];
}

for (const session of ['loads', 'cannot load'] as const)
  test(`R217 kill -9 in the turn that has a message: it is given again to an agent that ${session} its session`, async (context) => {
    const stage = await queueStage(context);
    const task = await create(stage, promptOf('say'), '--name', 'one');
    await stage.until('one', 'waiting');
    await stage.task(['task', 'send', 'one', slowMessage]);
    await stage.model.waitFor((request) => request.step === 1);
    await stage.killDaemon();
    if (session === 'cannot load')
      rmSync(join(stage.home, 'p', task.project_id, 'ws', task.id, 'home'), { recursive: true });
    await stage.run('task', 'list');
    const ended = await stage.until('one', 'ready', 'failed');
    assert.deepEqual([ended.state, ended.attempt, filesOf(ended)], ['ready', 1, ['two.txt']]);
    const told = stage.model.requests.filter((request) =>
      JSON.stringify(request.body).includes('You were interrupted'),
    );
    assert.match(JSON.stringify(told.at(-1)?.body), /You were interrupted[^"]*Mind the colour\./);
  });

test('R217 kill -9 right after a message to an agent that waits: the next daemon gives it', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('say'), '--name', 'one');
  await stage.until('one', 'waiting');
  await sendAndKill(stage, writing('two.txt'));
  await stage.run('task', 'list');
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt, filesOf(task)], ['ready', 1, ['two.txt']]);
});

test('R217 kill -9 after feedback to a ready task, before its agent had it: the next daemon gives it', async (context) => {
  const stage = await queueStage(context);
  await stage.ready('hello', {}, '--name', 'one');
  await sendAndKill(stage, writing('two.txt'));
  await stage.run('task', 'list');
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt, filesOf(task)], ['ready', 1, ['hello.txt', 'two.txt']]);
});

test('R100 a message during checks that then fail is the next turn, not a message to nobody', async (context) => {
  const stage = await queueStage(context);
  const file = join(stage.dir, 'gate');
  const check = `echo hanging; until test -e ${file}; do sleep 0.05; done; test -f two.txt`;
  await create(stage, writing('one.txt'), '--name', 'one', '--check', check);
  await stage.event('one', (event) => event.type === 'run.output');
  await stage.task(['task', 'send', 'one', writing('two.txt')]);
  writeFileSync(file, '');
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt, filesOf(task)], ['ready', 1, ['one.txt', 'two.txt']]);
});

test('R100 R17 a message while a develop task is merged is refused, and it ends done', async (context) => {
  const stage = await queueStage(context);
  const file = join(stage.dir, 'merged');
  const check = `case "$PWD" in */merged/*) until [ -e "${file}" ]; do sleep 0.05; done;; esac`;
  await create(stage, writing('a.txt'), '--name', 'one', '--policy', 'develop', '--check', check);
  await stage.untilTask('one', (task) => task.step === 'apply');
  assert.match(
    await refused(stage, 1, 'task', 'send', 'one', 'and b.txt'),
    /is being merged into the branch; no agent is listening\.\n {2}next: Wait until that has ended/,
  );
  assert.equal(await statusOf(stage, 'POST', '/tasks/one/send', { message: 'and b.txt' }), 409);
  writeFileSync(file, '');
  await stage.until('one', 'done');
  assert.doesNotMatch((await stage.run('task', 'logs', 'one')).stdout, /and b\.txt/);
});

test('R41 a retry from a fresh copy is told what a person added before', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('hello'), '--name', 'one', '--check', 'test -f three.txt');
  await stage.until('one', 'failed');
  await stage.task(['task', 'send', 'one', writing('two.txt')]);
  await stage.untilTask('one', (task) => task.state === 'failed' && filesOf(task).length === 2);
  const before = stage.model.requests.length;
  await stage.task(['task', 'retry', 'one']);
  await stage.untilTask('one', (task) => task.state === 'failed' && task.attempt === 2);
  const asked = JSON.stringify(stage.model.requests[before]?.body);
  assert.match(asked, /In an earlier attempt you were also told:.*path=two\.txt/);
  assert.doesNotMatch(asked, /I will create the file/);
});

test('a message that the agent did not get to stays with a failed task, and the log says so', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('hello-then-hang'), '--name', 'one');
  await stage.model.waitFor((request) => request.step === 1);
  await stage.task(['task', 'send', 'one', 'Mind the colour.']);
  for (const pid of stage.workers().keys()) process.kill(pid, 'SIGKILL');
  await stage.until('one', 'failed');
  await stage.event('one', (event) =>
    String(event.data['text']).includes('did not get to your last message'),
  );
  await stage.task(['task', 'send', 'one', writing('two.txt')]);
  await stage.until('one', 'ready');
  assert.match(lastRequest(stage), /Mind the colour\./);
});
