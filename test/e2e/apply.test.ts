// Apply is a transaction: all of it or nothing, on the merged tree, and never over a change of the person's own.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

function write(stage: Stage, path: string, content: string, ...flags: string[]): Promise<unknown> {
  return stage.ready('write', { path, content }, '--name', content, ...flags);
}

function content(stage: Stage, path: string): string {
  return readFileSync(join(stage.repository.dir, path), 'utf8').trim();
}

test('R186 two tasks that do not touch each other are merged one after the other', async (context) => {
  const stage = await createStage(context);
  await Promise.all([write(stage, 'a.txt', 'one'), write(stage, 'b.txt', 'two')]);
  const both = ['one', 'two'].map((name) => stage.task(['task', 'apply', name, '--project', 'sample']));
  const done = await Promise.all(both);
  assert.deepEqual(
    done.map((task) => task.state),
    ['done', 'done'],
  );
  assert.deepEqual([content(stage, 'a.txt'), content(stage, 'b.txt')], ['one', 'two']);
  assert.equal(stage.repository.git('status', '--porcelain'), '');
  const merge = stage.repository.git('log', '-1', '--merges', '--format=%an%n%B');
  assert.match(merge, /^Test Person\nMerge tasklane\/\d-(one|two): [^]*Tasklane-Task: #\d /);
});

test('R37 R189 a conflict: the task is ready again with the files named, main untouched, exit code 1', async (context) => {
  const stage = await createStage(context);
  await Promise.all([write(stage, 'same.txt', 'one'), write(stage, 'same.txt', 'two')]);
  await stage.task(['task', 'apply', 'one']);
  const main = stage.head();
  const words = await stage.run('task', 'apply', 'two');
  assert.equal(words.code, 1);
  assert.match(
    words.stdout,
    /ready; it was not applied[^]*conflicts with main in one file: same\.txt\.[^]*next: /,
  );
  const refused = await stage.show('two');
  assert.deepEqual(
    [refused.state, refused.notice?.kind, refused.notice?.detail],
    ['ready', 'conflict', 'same.txt'],
  );
  assert.equal(stage.head(), main);
  assert.equal(content(stage, 'same.txt'), 'one');
  assert.equal(stage.repository.git('status', '--porcelain'), '');
  assert.equal(stage.repository.git('show', `${refused.branch}:same.txt`), 'two');
});

test('a file of the person that is in the way is left alone and named, and the work waits on a branch', async (context) => {
  const stage = await createStage(context);
  await write(stage, 'README.md', 'one');
  stage.repository.write('README.md', 'not committed yet\n');
  const main = stage.head();
  const applied = await stage.run('task', 'apply', 'one');
  assert.equal(applied.code, 0, applied.stderr);
  assert.match(applied.stdout, /Your checkout was left as it is: [^]*README\.md[^]*git merge tasklane\/main/);
  const task = await stage.show('one');
  assert.deepEqual(
    [task.state, task.delivery?.kind, task.delivery?.files],
    ['done', 'left_alone', ['README.md']],
  );
  assert.equal(stage.head(), main);
  assert.equal(content(stage, 'README.md'), 'not committed yet');
  assert.equal(stage.repository.git('show', 'tasklane/main:README.md'), 'one');

  // What it says to type works, and the branch that offered the work goes away with the next apply.
  stage.repository.git('checkout', '--quiet', 'README.md');
  stage.repository.git('merge', '--quiet', 'tasklane/main');
  await write(stage, 'b.txt', 'two');
  await stage.task(['task', 'apply', 'two']);
  assert.deepEqual([content(stage, 'README.md'), content(stage, 'b.txt')], ['one', 'two']);
  await until(() => stage.branches().length === 1, 'the branches of applied tasks are gone');
});

test('changes of the person in other files are kept, and main moves on under them', async (context) => {
  const stage = await createStage(context, { files: { 'README.md': '# Test\n', 'mine.txt': 'old\n' } });
  await write(stage, 'a.txt', 'one');
  stage.repository.write('mine.txt', 'new\n');
  stage.repository.write('untracked.txt', 'mine\n');
  const task = await stage.task(['task', 'apply', 'one']);
  assert.equal(task.delivery?.kind, 'fast_forwarded');
  assert.equal(stage.head(), task.applied_commit);
  assert.deepEqual(
    ['a.txt', 'mine.txt', 'untracked.txt'].map((path) => content(stage, path)),
    ['one', 'new', 'mine'],
  );
  assert.equal(stage.repository.git('status', '--porcelain'), ' M mine.txt\n?? untracked.txt');
});

test('main that moved on meanwhile is merged with, and its commits stay', async (context) => {
  const stage = await createStage(context);
  await write(stage, 'a.txt', 'one', '--check', 'test -f a.txt');
  const mine = stage.repository.commit({ 'mine.txt': 'mine\n' }, 'my own commit');
  const task = await stage.task(['task', 'apply', 'one']);
  assert.equal(stage.head(), task.applied_commit);
  assert.equal(stage.repository.git('rev-parse', 'main^1'), mine);
  assert.deepEqual([content(stage, 'a.txt'), content(stage, 'mine.txt')], ['one', 'mine']);
  const [, merged] = task.result?.checks ?? [];
  assert.equal(merged?.tree, stage.repository.git('rev-parse', 'main^{tree}'));
});

test('R37 two tasks that are green alone and red together: the second is refused, main untouched', async (context) => {
  const stage = await createStage(context);
  const check = '! (test -f a.txt && test -f b.txt) || { echo "a and b do not go together"; exit 1; }';
  await Promise.all([
    write(stage, 'a.txt', 'one', '--check', check),
    write(stage, 'b.txt', 'two', '--check', check),
  ]);
  await stage.task(['task', 'apply', 'one']);
  const main = stage.head();
  const refused = await stage.task(['task', 'apply', 'two'], 1);
  assert.deepEqual([refused.state, refused.notice?.kind], ['ready', 'test']);
  assert.match(refused.notice?.message ?? '', /^Merged into main, it does not pass: /);
  assert.match(refused.notice?.detail ?? '', /a and b do not go together/);
  assert.deepEqual(
    refused.result?.checks.map((each) => [each.on, each.outcome]),
    [
      ['task', 'passed'],
      ['merged', 'failed'],
    ],
  );
  assert.equal(stage.head(), main);
  assert.equal(stage.repository.git('status', '--porcelain'), '');
});

test('R188 dismiss discards what a task did: it cannot be applied, and main never had it', async (context) => {
  const stage = await createStage(context);
  await write(stage, 'a.txt', 'one');
  const main = stage.head();
  const dismissed = await stage.task(['task', 'dismiss', 'one']);
  assert.equal(dismissed.state, 'dismissed');
  const refused = await stage.run('task', 'apply', 'one');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^tasklane: .*dismissed.*\n {2}next: /);
  assert.equal(stage.head(), main);
});

test('applying what is not ready is refused with the state it is in', async (context) => {
  const stage = await createStage(context);
  await write(stage, 'a.txt', 'one');
  await stage.task(['task', 'apply', 'one']);
  const again = await stage.run('task', 'apply', 'one');
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^tasklane: .*is done.*\n {2}next: /);
});

test('a branch that is not checked out is moved without touching the checkout', async (context) => {
  const stage = await createStage(context);
  await write(stage, 'a.txt', 'one');
  stage.repository.git('checkout', '--quiet', '-b', 'other');
  const task = await stage.task(['task', 'apply', 'one']);
  assert.equal(task.delivery?.kind, 'ref_moved');
  assert.equal(stage.head('main'), task.applied_commit);
  assert.deepEqual(
    [stage.repository.git('branch', '--show-current'), stage.repository.git('status', '--porcelain')],
    ['other', ''],
  );
});

test('run --apply ends with 1 and says why when the work cannot be applied', async (context) => {
  const stage = await createStage(context, {
    scripts: {
      gated: [
        { do: [{ shell: { command: 'until test -e "${gate}"; do :; done; echo agent > same.txt' } }] },
        { say: 'It is written.' },
      ],
    },
  });
  const gate = join(stage.dir, 'gate');
  const run = stage.start('run', promptOf('gated', { gate }), '--name', 'one', '--apply');
  await stage.until('one', 'running');
  const mine = stage.repository.commit({ 'same.txt': 'mine\n' }, 'my own commit');
  writeFileSync(gate, '');
  const { code, stdout } = await run.ended;
  assert.equal(code, 1, stdout);
  assert.match(stdout, /ready; it was not applied[^]*same\.txt/);
  assert.equal(stage.head(), mine);
});
