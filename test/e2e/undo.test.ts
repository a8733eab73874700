// Undo is a transaction as apply is: the branch without the work is tested before it becomes the branch, later work is never
// broken in silence, and what was taken back is kept.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { UndoPlanJson } from '../../src/api/undo-schemas.ts';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function applied(stage: Stage, name: string, path: string, ...flags: string[]): Promise<TaskJson> {
  await stage.ready('write', { path, content: name }, '--name', name, ...flags);
  return stage.task(['task', 'apply', name]);
}

function has(stage: Stage, path: string): boolean {
  return existsSync(join(stage.repository.dir, path));
}

async function plan(stage: Stage, name: string, code: number): Promise<UndoPlanJson> {
  const result = await stage.run('task', 'undo', name, '--dry-run', '--json');
  assert.equal(result.code, code, result.stderr);
  return JSON.parse(result.stdout) as UndoPlanJson;
}

async function restart(stage: Stage): Promise<void> {
  assert.match((await stage.run('task', 'list')).stderr, /started the daemon/);
}

test('R186 R190 an applied task is taken back, is ready again with its work, and its agent mends it to be applied again', async (context) => {
  const stage = await createStage(context);
  await applied(stage, 'one', 'one.txt', '--check', 'true');
  await applied(stage, 'two', 'two.txt', '--check', 'true');
  const main = stage.head();
  assert.deepEqual((await plan(stage, 'one', 0)).files, ['one.txt']);
  assert.equal(stage.head(), main);

  const undone = await stage.task(['task', 'undo', 'one']);
  assert.deepEqual([undone.state, undone.warnings, undone.applied_commit], ['ready', [], null]);
  assert.match(undone.notice?.message ?? '', /^It was undone: [0-9a-f]{10} took it back from main\.$/);
  assert.deepEqual([has(stage, 'one.txt'), has(stage, 'two.txt')], [false, true]);
  assert.equal(stage.repository.git('rev-parse', 'main^1'), main);
  assert.match(
    stage.repository.git('log', '-1', '--format=%an%n%B'),
    /^Test Person\nUndo tasklane\/1-one: [^]*Tasklane-Undo: #1 /,
  );
  assert.equal(stage.repository.git('status', '--porcelain'), '');
  // Proven on the branch without it, and the work is shown again.
  const checks = undone.result?.checks ?? [];
  assert.deepEqual(
    checks.slice(0, 2).map((check) => [check.on, check.outcome, check.tree]),
    [
      ['task', 'passed', stage.repository.git('rev-parse', 'main^1^{tree}')],
      ['merged', 'passed', stage.repository.git('rev-parse', 'main^{tree}')],
    ],
  );
  assert.equal(stage.repository.git('show', `${undone.branch}:one.txt`), 'one');

  const again = await stage.task(['task', 'apply', 'one']);
  assert.equal(again.state, 'done');
  assert.equal(readFileSync(join(stage.repository.dir, 'one.txt'), 'utf8').trim(), 'one');
  assert.equal(has(stage, 'two.txt'), true);
  const ready = await stage.task(['task', 'undo', 'one']);
  assert.equal(ready.state, 'ready');
  assert.equal(has(stage, 'one.txt'), false);

  // It looked wrong on the branch: its agent is told so in its thread, and what it mends is applied.
  const mended = promptOf('edit', { find: 'Test', replace: 'Best' });
  assert.equal((await stage.run('task', 'send', 'one', mended)).code, 0);
  await stage.untilTask('one', (now) => now.state === 'ready' && now.version > ready.version);
  assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
  assert.deepEqual([has(stage, 'one.txt'), has(stage, 'two.txt')], [true, true]);
  assert.match(readFileSync(join(stage.repository.dir, 'README.md'), 'utf8'), /Best/);
});

test('a task that was merged beside others is taken back alone, with commits of the person’s own on top', async (context) => {
  const stage = await createStage(context);
  for (const name of ['one', 'two', 'three'])
    await stage.ready('write', { path: `${name}.txt`, content: name }, '--name', name);
  for (const name of ['one', 'two', 'three']) await stage.task(['task', 'apply', name]);
  stage.repository.commit({ 'mine.txt': 'mine\n' }, 'my own');
  await stage.task(['task', 'undo', 'two']);
  assert.deepEqual(
    ['one.txt', 'two.txt', 'three.txt', 'mine.txt'].map((path) => has(stage, path)),
    [true, false, true, true],
  );
});

test('later work on the same file is named, and nothing is changed; undone in turn, both go', async (context) => {
  const stage = await createStage(context);
  await applied(stage, 'one', 'same.txt');
  await applied(stage, 'two', 'same.txt', '--depends-on', 'one');
  const main = stage.head();
  const told = await plan(stage, 'one', 1);
  assert.deepEqual(
    [told.possible, told.conflicts, told.later.map(({ name, because, files }) => [name, because, files])],
    [false, [{ path: 'same.txt', kind: 'deleted' }], [['two', 'depends_on', ['same.txt']]]],
  );
  const refused = await stage.run('task', 'undo', 'one');
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /cannot be undone: what was changed since stands on it in one file: same\.txt\. Built on it since: #2[^]*next: Nothing was changed\. Undo what builds on it first: tasklane task undo 2/,
  );
  assert.deepEqual([stage.head(), (await stage.show('one')).state], [main, 'done']);
  const words = await stage.run('task', 'undo', 'two');
  assert.equal(words.code, 0, words.stderr);
  const undone = await stage.task(['task', 'undo', 'one']);
  assert.match(undone.warnings.join(), /Task #2 .*, which is ready, needs it\./);
  assert.equal(has(stage, 'same.txt'), false);
});

test('a branch that does not pass without it stays as it is', async (context) => {
  const stage = await createStage(context);
  await applied(stage, 'one', 'one.txt', '--check', 'test -f one.txt');
  const main = stage.head();
  const refused = await stage.run('task', 'undo', 'one');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /main does not pass without it: /);
  assert.deepEqual(
    [stage.head(), (await stage.show('one')).state, has(stage, 'one.txt')],
    [main, 'done', true],
  );
});

test('R17 a develop task is undone too, and what cannot be undone says why', async (context) => {
  const stage = await createStage(context);
  await stage.runTask([
    promptOf('write', { path: 'one.txt', content: 'one' }),
    '--name',
    'one',
    '--policy',
    'develop',
  ]);
  assert.equal((await stage.show('one')).state, 'done');
  assert.equal((await stage.task(['task', 'undo', 'one'])).state, 'ready');
  assert.equal(has(stage, 'one.txt'), false);
  const refused = await stage.run('task', 'undo', 'one');
  assert.match(refused.stderr, /cannot be undone: it is ready\./);
  // By hand it is gone as well: then there is nothing to take back.
  await stage.task(['task', 'apply', 'one']);
  stage.repository.git('rm', '-q', 'one.txt');
  stage.repository.git('commit', '-q', '-m', 'by hand');
  assert.match(
    (await stage.run('task', 'undo', 'one')).stderr,
    /nothing of what it changed is on main any more/,
  );
});

test('R217 kill -9 during the checks of an undo: still applied, main untouched', async (context) => {
  const stage = await createStage(context);
  const flag = join(stage.dir, 'block');
  const task = await applied(
    stage,
    'one',
    'one.txt',
    '--check',
    `! test -e ${flag} || { echo hanging; tail -f /dev/null; }`,
  );
  const main = stage.head();
  writeFileSync(flag, '');
  const undo = stage.start('task', 'undo', 'one');
  await stage.event(
    'one',
    (event) => event.type === 'run.output' && String(event.data['text']).includes('hanging'),
  );
  await stage.killDaemon();
  assert.equal((await undo.ended).code, 1);
  rmSync(flag);
  await restart(stage);
  assert.deepEqual(
    [(await stage.show('one')).state, stage.head(), has(stage, 'one.txt')],
    ['done', main, true],
  );
  assert.equal((await stage.task(['task', 'undo', 'one'])).state, 'ready');
  assert.deepEqual(pins(stage, task), []);
});

test('R217 kill -9 before the branch moved: the intent is forgotten; after it: the undo counts, and is delivered', async (context) => {
  const stage = await createStage(context);
  const task = await applied(stage, 'one', 'one.txt');
  const hub = join(stage.home, 'p', task.project_id, 'hub.git');
  // As it is when the daemon dies between the two: the commit is meant, and on no branch.
  const never = stage.repository.git('rev-parse', 'main^');
  await stage.killDaemon();
  const tree = stage.repository.git('rev-parse', `${never}^{tree}`);
  const meant = stage.repository.git('commit-tree', tree, '-p', 'main', '-m', 'meant');
  stage.repository.git('push', '-q', hub, `${meant}:refs/tasklane/pin/${task.id}/undo`);
  await restart(stage);
  assert.equal((await stage.show('one')).state, 'done');
  assert.deepEqual(pins(stage, task), []);

  // As if another git worked there: the checkout cannot be moved yet, and the daemon tries again and again.
  const lock = join(stage.repository.dir, '.git', 'index.lock');
  writeFileSync(lock, '');
  const main = stage.head();
  const undo = stage.start('task', 'undo', 'one');
  const hubMain = (): string => stage.repository.git('--git-dir', hub, 'rev-parse', 'main');
  await until(() => hubMain() !== main, 'the branch of the hub has moved');
  await stage.killDaemon();
  assert.equal((await undo.ended).code, 1);
  rmSync(lock);
  await restart(stage);
  assert.equal((await stage.until('one', 'ready')).state, 'ready');
  assert.deepEqual([stage.head(), has(stage, 'one.txt')], [hubMain(), false]);
  assert.deepEqual(pins(stage, task), []);
  assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
  assert.equal(has(stage, 'one.txt'), true);
});

function pins(stage: Stage, task: TaskJson): readonly string[] {
  const hub = join(stage.home, 'p', task.project_id, 'hub.git');
  const refs = stage.repository.git(
    '--git-dir',
    hub,
    'for-each-ref',
    '--format=%(refname)',
    'refs/tasklane/pin',
  );
  return refs.split('\n').filter((ref) => ref.endsWith('/undo'));
}
