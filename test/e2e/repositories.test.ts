// Repositories as people have them: each kind works from run to apply, or is refused with one clear sentence.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository, gitEnvironment } from '../support/git-repo.ts';
import type { TestRepository } from '../support/git-repo.ts';
import { createStage, promptOf, readRun } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function stageWith(
  context: TestContext,
  name: string,
  files?: Readonly<Record<string, string>>,
): Promise<{ stage: Stage; repository: TestRepository }> {
  const stage = await createStage(context);
  return { stage, repository: createRepository(join(stage.dir, name), files) };
}

/** `tasklane …` there is refused with one sentence and the next step, and nothing was made. */
async function refused(stage: Stage, dir: string, sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await stage.cli.run(['run', promptOf('hello')], dir);
  assert.deepEqual([code, stdout], [1, '']);
  const last = stderr.slice(stderr.lastIndexOf('tasklane: '));
  assert.match(last, sentence);
  assert.match(last, /^tasklane: [^\n]+\n {2}next: [^\n]+\n$/);
  const projects = await stage.cli.run(['project', 'list', '-o', 'json'], dir);
  assert.deepEqual(JSON.parse(projects.stdout), { projects: [] });
}

/** A task there, from run to applied. */
async function works(
  stage: Stage,
  dir: string,
  ...flags: string[]
): Promise<ReturnType<typeof readRun>['task']> {
  const { code, stdout, stderr } = await stage.cli.run(
    ['run', promptOf('hello'), '--check', 'test -f hello.txt', '--apply', '--json', ...flags],
    dir,
  );
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  const { task } = readRun(stdout);
  assert.equal(task.state, 'done');
  return task;
}

test('no repository here, an empty one, and a folder that is not there: one clear sentence each', async (context) => {
  const { stage, repository } = await stageWith(context, 'empty', {});
  const plain = join(stage.dir, 'plain');
  mkdirSync(plain);
  await refused(stage, plain, /There is no git repository at .*plain or above it\.\n {2}next: .*git init/);
  await refused(stage, repository.dir, /has no commit yet on its branch main\.\n {2}next: .*git commit/);
  await refused(
    stage,
    join(repository.dir, '.git'),
    /is inside of a repository’s git directory|has no commit yet/,
  );
  const missing = await stage.cli.run(['run', 'x', '--project', join(stage.dir, 'nowhere')], plain);
  assert.equal(missing.code, 1);
  assert.match(
    missing.stderr,
    /\ntasklane: There is no project “.*nowhere”\.\n {2}next: |^tasklane: There is no project/m,
  );
});

test('an empty prompt is wrong usage, and starts nothing', async (context) => {
  const stage = await createStage(context);
  for (const args of [['run'], ['run', ''], ['run', ' \n ']]) {
    const result = await stage.run(...args);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /^tasklane: The prompt is empty\.\n {2}next: /);
  }
  assert.equal(existsSync(stage.home), false);
});

test('a bare repository: its branch is moved', async (context) => {
  const { stage, repository } = await stageWith(context, 'source');
  const bare = join(stage.dir, 'bare.git');
  repository.git('clone', '--quiet', '--bare', '.', bare);
  const task = await works(stage, bare);
  assert.equal(task.delivery?.kind, 'ref_moved');
  assert.equal(repository.git('--git-dir', bare, 'show', 'main:hello.txt'), 'hello from the script');
});

test('a repository without a user name: the work is committed all the same', async (context) => {
  const { stage, repository } = await stageWith(context, 'nameless');
  repository.git('config', '--unset', 'user.name');
  repository.git('config', '--unset', 'user.email');
  await works(stage, repository.dir);
  assert.equal(repository.git('log', '-1', '--format=%an'), 'Tasklane');
});

test('a detached HEAD is refused, and works when a branch is named', async (context) => {
  const { stage, repository } = await stageWith(context, 'detached');
  repository.git('checkout', '--quiet', '--detach');
  await refused(
    stage,
    repository.dir,
    /HEAD of .* is detached.*\n {2}next: Check out a branch, or name one: `tasklane project add .*detached --branch NAME`/,
  );
  const added = await stage.cli.run(['project', 'add', '.', '--branch', 'main'], repository.dir);
  assert.equal(added.code, 0, added.stderr);
  const task = await works(stage, repository.dir);
  assert.equal(task.delivery?.kind, 'ref_moved');
  assert.equal(repository.git('rev-parse', 'main'), task.applied_commit);
});

test('what is not committed is left alone, and a task does not see it', async (context) => {
  const { stage, repository } = await stageWith(context, 'dirty');
  repository.write('README.md', 'changed\n');
  repository.write('new.txt', 'new\n');
  repository.git('add', 'new.txt');
  const task = await works(
    stage,
    repository.dir,
    '--check',
    'test ! -e new.txt && ! grep -q changed README.md',
  );
  assert.equal(task.result?.checks[0]?.outcome, 'passed');
  assert.equal(repository.git('status', '--porcelain'), ' M README.md\nA  new.txt');
  assert.equal(readFileSync(join(repository.dir, 'hello.txt'), 'utf8'), 'hello from the script\n');
});

test('spaces, quotes and other alphabets in paths, of the repository, its files and the home', async (context) => {
  const stage = await createStage(context, { home: 'mein höme “ü”' });
  const files = { 'ein verzeichnis/日本 語.txt': 'a\n', "it's.txt": 'b\n', '-rf': 'c\n' };
  const repository = createRepository(join(stage.dir, "Käse & 'Brot' 🧀"), files);
  const { code, stdout, stderr } = await stage.cli.run(
    [
      'run',
      promptOf('write', { path: 'ein-日本.txt', content: 'ü' }),
      '--check',
      'test -f "ein verzeichnis/日本 語.txt"',
      '--apply',
      '--json',
    ],
    repository.dir,
  );
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  const { task } = readRun(stdout);
  assert.deepEqual(
    task.result?.files.map((file) => file.path),
    ['ein-日本.txt'],
  );
  assert.equal(readFileSync(join(repository.dir, 'ein-日本.txt'), 'utf8'), 'ü\n');
});

test('submodules: their folders are empty, said once, and what is recorded stays', async (context) => {
  const { stage, repository } = await stageWith(context, 'outer');
  const inner = createRepository(join(stage.dir, 'inner'));
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'lib');
  repository.git('commit', '--quiet', '-m', 'a submodule');
  const before = repository.git('ls-tree', 'HEAD', 'lib');
  const run = await stage.cli.run(['run', promptOf('hello'), '--name', 'hello', '--apply'], repository.dir);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /tasklane: It has submodules: their folders are empty/);
  assert.equal(repository.git('ls-tree', 'main', 'lib'), before);
  assert.equal(repository.git('status', '--porcelain'), '');
  assert.ok(existsSync(join(repository.dir, 'lib', 'README.md')));
});

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

test('LFS pointers: said once, carried along, and a change of one is refused by name', async (context) => {
  const { stage, repository } = await stageWith(context, 'large', {
    '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
    'a.bin': pointer,
  });
  const first = await stage.cli.run(['run', promptOf('hello'), '--apply'], repository.dir);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /tasklane: It uses Git LFS/);
  assert.equal(`${repository.git('show', 'main:a.bin')}\n`, pointer);
  const changed = await stage.cli.run(
    ['run', promptOf('write', { path: 'a.bin', content: 'new' }), '--json'],
    repository.dir,
  );
  assert.equal(changed.code, 1);
  const { task } = readRun(changed.stdout);
  assert.match(
    task.failure?.message ?? '',
    /The file a\.bin was changed, but \.gitattributes keeps it in Git LFS/,
  );
  assert.match(task.failure?.next ?? '', /Leave a\.bin as it is/);
});

test('hooks and filters of the repository never run', async (context) => {
  const { stage, repository } = await stageWith(context, 'hooked', {
    '.gitattributes': '*.txt filter=evil\n',
  });
  const trace = join(stage.dir, 'ran');
  repository.git('config', 'filter.evil.clean', `touch ${trace}`);
  repository.git('config', 'filter.evil.smudge', `touch ${trace}`);
  for (const hook of ['post-checkout', 'post-merge', 'reference-transaction', 'pre-commit', 'post-commit'])
    writeFileSync(join(repository.dir, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${trace}\n`, {
      mode: 0o755,
    });
  const { code, stdout } = await stage.cli.run(
    ['run', promptOf('write', { path: 'a.md', content: 'x' }), '--apply', '--json'],
    repository.dir,
  );
  assert.equal(code, 0, stdout);
  assert.equal(existsSync(trace), false);
});

test('a repository that is gone when its task starts fails that task with the reason', async (context) => {
  const { stage, repository } = await stageWith(context, 'gone');
  await works(stage, repository.dir);
  rmSync(repository.dir, { recursive: true });
  const result = await stage.run('run', promptOf('hello'), '--project', 'gone', '--json');
  assert.equal(result.code, 1, result.stdout);
  assert.match(result.stdout + result.stderr, /gone/);
  assert.doesNotMatch(result.stdout + result.stderr, /defect of Tasklane|went wrong inside/);
});

test('a project in the middle of a rebase is left in it, and the work waits on a branch', async (context) => {
  const { stage, repository } = await stageWith(context, 'rebasing');
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.commit({ 'README.md': 'side\n' }, 'side');
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ 'README.md': 'main\n' }, 'main');
  const added = await stage.cli.run(['project', 'add', '.'], repository.dir);
  assert.equal(added.code, 0, added.stderr);
  assert.throws(() => repository.git('rebase', '--quiet', 'side'));
  const task = await works(stage, repository.dir);
  assert.equal(task.delivery?.kind, 'left_alone');
  const status = execFileSync('git', ['status'], {
    cwd: repository.dir,
    env: gitEnvironment,
    encoding: 'utf8',
  });
  assert.match(status, /rebase in progress/);
});
