// The develop policy: tasks of one project strictly one after another, each applied without a person.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changesOf, create, gate, queue, queueStage, refused, statusOf } from '../support/queue-stage.ts';
import { promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const develop = ['--policy', 'develop'];

function writing(path: string): string {
  return promptOf('write', { path, content: path });
}

test('R17 R19 R30 develop tasks run one after the other, each on the work of the one before, and are applied by themselves', async (context) => {
  const stage = await queueStage(context, { config: { check: 'test ! -e broken', policy: 'develop' } });
  const first = gate(stage);
  await create(stage, first.prompt('a.txt'), '--name', 'a', '--title', 'First');
  await stage.until('a', 'running');
  for (const name of ['b', 'c']) await create(stage, writing(`${name}.txt`), '--name', name);
  await create(stage, writing('d.txt'), '--name', 'd', '--policy', 'board', '--draft');
  const { waiting } = await queue(stage);
  assert.deepEqual(
    waiting.map((task) => [task.name, task.hold?.kind, task.hold?.text.replace(/^.*: /, '')]),
    [
      ['b', 'lane', '1st after #1 “First”'],
      ['c', 'lane', '2nd after #1 “First”'],
    ],
  );
  first.open();
  const last = await stage.until('c', 'done');
  assert.deepEqual([last.applied_commit, last.delivery?.kind], [stage.head(), 'fast_forwarded']);
  assert.deepEqual(
    last.result?.files.map((file) => file.path),
    ['c.txt'],
  );
  assert.deepEqual(
    last.result?.checks.map((check) => check.on),
    ['task', 'merged'],
  );
  for (const name of ['a', 'b', 'c']) assert.ok(existsSync(join(stage.repository.dir, `${name}.txt`)));
  // A straight history: each was begun with the work of the one before.
  assert.equal(stage.repository.git('rev-list', '--count', '--min-parents=2', 'main'), '0');
  assert.equal(stage.repository.git('rev-list', '--count', 'main'), '4');
  assert.deepEqual(await spansOf(stage), [
    'a starting',
    'a done',
    'b starting',
    'b done',
    'c starting',
    'c done',
  ]);
  await until(() => stage.branches().length === 1, 'the branches of applied tasks are gone');
});

/** When tasks began and ended, in order. */
async function spansOf(stage: Stage): Promise<string[]> {
  const spans: string[] = [];
  for (const event of await changesOf(stage)) {
    const to = String(event.data['to']);
    if (event.data['from'] !== to && (to === 'starting' || to === 'done'))
      spans.push(`${(await stage.show(event.task_id)).name} ${to}`);
  }
  return spans;
}

test('R27 a develop task that runs is not cancelled (409), except by force; its lane goes on', async (context) => {
  const stage = await queueStage(context);
  const first = gate(stage);
  await create(stage, first.prompt('a.txt'), '--name', 'a', ...develop);
  await stage.until('a', 'running');
  await create(stage, writing('b.txt'), '--name', 'b', ...develop);
  assert.match(
    await refused(stage, 1, 'task', 'cancel', 'a'),
    /Task #1 .* is running; the develop policy.*\n {2}next: /,
  );
  assert.equal(await statusOf(stage, 'POST', '/tasks/a/cancel', {}), 409);
  assert.equal((await stage.show('a')).state, 'running');
  await stage.task(['task', 'cancel', 'a', '--force']);
  await stage.until('b', 'done');
  assert.equal(existsSync(join(stage.repository.dir, 'a.txt')), false);
});

test('R37 R40 R41 a develop task whose checks fail leaves the branch alone, and its retry begins with the newest work', async (context) => {
  const stage = await queueStage(context);
  const main = stage.head();
  const flags = ['--check', 'test -e b.txt', ...develop];
  await create(stage, writing('a.txt'), '--name', 'a', ...flags);
  const failed = await stage.until('a', 'failed');
  assert.deepEqual([failed.failure?.kind, stage.head()], ['test', main]);
  await create(stage, writing('b.txt'), '--name', 'b', ...develop);
  await stage.until('b', 'done');
  await stage.task(['task', 'retry', 'a']);
  const done = await stage.until('a', 'done');
  assert.equal(done.attempt, 2);
  assert.equal(stage.repository.git('show', 'main:a.txt'), 'a.txt');
});

test('R39 a develop task that conflicts with what was committed meanwhile fails with the files, and keeps its work', async (context) => {
  const stage = await queueStage(context);
  const open = gate(stage);
  await create(stage, open.prompt('same.txt', 'mine'), '--name', 'a', ...develop);
  await stage.until('a', 'running');
  const main = stage.repository.commit({ 'same.txt': 'theirs\n' }, 'meanwhile');
  open.open();
  const failed = await stage.until('a', 'failed');
  assert.equal(failed.failure?.kind, 'conflict');
  assert.match(failed.failure?.message ?? '', /in one file: same\.txt/);
  assert.equal(stage.head(), main);
  assert.equal(stage.repository.git('show', `${failed.branch}:same.txt`), 'mine');
});

test('R217 a daemon killed while a develop task is applied finishes it after the restart, once', async (context) => {
  const stage = await queueStage(context);
  const file = join(stage.dir, 'merged');
  // The check of the merged tree waits; that of the task itself, in a copy with an agent, does not.
  const check = `git rev-parse --git-dir >/dev/null 2>&1; case "$PWD" in */merged/*) until [ -e "${file}" ]; do sleep 0.05; done;; esac`;
  await create(stage, writing('a.txt'), '--name', 'a', '--check', check, ...develop);
  await stage.event('a', (event) => {
    const change = event.data['change'] as { activity?: unknown } | undefined;
    return change?.activity === 'apply';
  });
  await stage.killDaemon();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, '');
  await stage.run('queue');
  const done = await stage.until('a', 'done');
  assert.equal(done.attempt, 1);
  assert.equal(stage.repository.git('rev-list', '--count', 'main'), '2');
  assert.equal(stage.repository.git('show', 'main:a.txt'), 'a.txt');
});
