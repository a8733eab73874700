// The workspace policy: an agent that waits for one message after the other, in one session, until a person says that the
// work is complete. Never ready by itself.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { create, queueStage, refused } from '../support/queue-stage.ts';
import { promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const workspace = ['--name', 'one', '--title', 'First words', '--policy', 'workspace'];

function writing(path: string): string {
  return promptOf('write', { path, content: path });
}

async function send(stage: Stage, message: string): Promise<void> {
  const { version } = await stage.task(['task', 'send', 'one', message]);
  await stage.untilTask('one', (task) => task.state === 'waiting' && task.version > version);
}

async function filesSoFar(stage: Stage): Promise<readonly string[]> {
  const { stdout } = await stage.run('task', 'diff', 'one', '-o', 'json');
  return (JSON.parse(stdout) as { files: { path: string }[] }).files.map((file) => file.path);
}

test('R65 R100 R108 a workspace task is idle after each turn, shows its work, and is applied when a person completes it', async (context) => {
  const stage = await queueStage(context);
  await create(stage, writing('a.txt'), ...workspace, '--check', 'test -f c.txt');
  const idle = await stage.until('one', 'waiting', 'ready', 'failed');
  assert.match(idle.step ?? '', /^idle: Wrote a\.txt as asked\./);
  assert.deepEqual(await filesSoFar(stage), ['a.txt']);
  await send(stage, `Now the second file. ${writing('b.txt')}`);
  assert.deepEqual(await filesSoFar(stage), ['a.txt', 'b.txt']);
  await send(stage, `And the third. ${writing('c.txt')}`);
  // One session all along.
  assert.match(
    JSON.stringify(stage.model.requests.at(-1)?.body),
    /I will write a\.txt\..*I will write b\.txt\./,
  );
  assert.match(
    await refused(stage, 1, 'task', 'apply', 'one'),
    /its agent waits for you\.\n {2}next: Complete it/,
  );

  await stage.task(['task', 'complete', 'one']);
  const ready = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([ready.state, ready.attempt, ready.result?.checks[0]?.outcome], ['ready', 1, 'passed']);
  // Each commit says what was asked for it, and the summary tells of all.
  assert.deepEqual(
    ready.result?.commits.map((commit) => commit.message.split('\n')[0]),
    ['First words', 'Now the second file', 'And the third'],
  );
  assert.match(
    ready.result?.summary ?? '',
    /^Wrote a\.txt as asked\.\n\nAfter “Now the second file”: Wrote b\.txt as asked\.\n\nAfter “And the third”: Wrote c/,
  );
  assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:c.txt'), 'c.txt');
});

test('R66 R101 an idle task is paused after a while, waits again when it is resumed, and goes on with a message', async (context) => {
  const stage = await queueStage(context, { config: { idleMs: 300 } });
  await create(stage, writing('a.txt'), ...workspace);
  const paused = await stage.until('one', 'paused');
  await stage.quiet();
  const asked = stage.model.requests.length;
  await stage.task(['task', 'resume', 'one']);
  const again = await stage.untilTask(
    'one',
    (task) => task.state === 'waiting' && task.version > paused.version,
  );
  // It had nothing to do, and is not told to go on; what it said last still stands there.
  assert.match(again.step ?? '', /^idle: Wrote a\.txt as asked\./);
  assert.equal(stage.model.requests.length, asked);
  await stage.untilTask('one', (task) => task.state === 'paused' && task.version > again.version);
  await stage.task(['task', 'send', 'one', writing('b.txt')]);
  await stage.event('one', (event) => String(event.data['text']).includes('Wrote b.txt'));
  assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /I will write a\.txt\./);
  assert.equal((await stage.show('one')).attempt, 1);
});

test('a task without work is not completed: it waits again, and says why', async (context) => {
  const stage = await queueStage(context);
  await create(stage, promptOf('say'), '--name', 'one');
  const idle = await stage.until('one', 'waiting');
  await stage.task(['task', 'complete', 'one']);
  await stage.untilTask('one', (task) => task.state === 'waiting' && task.version > idle.version);
  await stage.event('one', (event) => String(event.data['text']).includes('no file was changed'));
  await stage.task(['task', 'pause', 'one']);
  assert.match(
    await refused(stage, 1, 'task', 'complete', 'one'),
    /it is paused\.\n {2}next: Resume it first/,
  );
});

test('R217 kill -9 during the checks of a completed task: it still ends ready', async (context) => {
  const stage = await queueStage(context);
  const file = join(stage.dir, 'hang');
  writeFileSync(file, '');
  await create(
    stage,
    writing('a.txt'),
    ...workspace,
    '--check',
    `test ! -e ${file} || tail -f ${file} /dev/null`,
  );
  await stage.until('one', 'waiting');
  await stage.task(['task', 'complete', 'one']);
  await stage.untilTask('one', (task) => task.step === 'checks');
  await stage.killDaemon();
  rmSync(file);
  await stage.run('task', 'list');
  const task = await stage.until('one', 'ready', 'failed');
  assert.deepEqual([task.state, task.attempt], ['ready', 1]);
});
