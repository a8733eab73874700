import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository, gitEnvironment } from '../../test/support/git-repo.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { asOid, createGit, joinZ, splitZ } from './git.ts';
import type { Git } from './git.ts';

const PATH = gitEnvironment['PATH'] ?? '';

function gitWith(dir: string, script: string): Git {
  writeFileSync(join(dir, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, 'git'), 0o755);
  return createGit({ environment: { PATH: `${dir}:${PATH}` }, configFile: join(dir, 'config') });
}

function scene(context: TestContext): { dir: string; git: Git; personHome: string } {
  const dir = tempDir(context);
  const personHome = join(dir, 'home');
  mkdirSync(personHome);
  const git = createGit({ environment: { PATH, HOME: personHome }, configFile: join(dir, 'config') });
  return { dir, git, personHome };
}

test("a failure says git's own reason and keeps everything it wrote", async (context) => {
  const { dir, git } = scene(context);
  await assert.rejects(git.host(['rev-parse', 'HEAD'], { gitDir: join(dir, 'none') }), {
    code: 'git_failed',
    message: /^git rev-parse failed: not a git repository/,
  });
});

test('a full disk is told apart from every other failure', async (context) => {
  const git = gitWith(tempDir(context), 'echo "fatal: write error: No space left on device" >&2; exit 128');
  await assert.rejects(git.host(['add', '-A']), { code: 'disk_full', message: /disk is full/ });
});

test('a git that is not installed is named, with what to install', async (context) => {
  const dir = tempDir(context);
  const git = createGit({ environment: { PATH: dir }, configFile: join(dir, 'config') });
  await assert.rejects(git.host(['--version']), { code: 'git_failed', next: /Install git/ });
});

test('an exit code that is an answer is returned, any other is a failure', async (context) => {
  const git = gitWith(tempDir(context), 'exit 3');
  assert.equal((await git.host(['x'], { answers: [3] })).exitCode, 3);
  await assert.rejects(git.host(['x'], { answers: [1] }), { code: 'git_failed' });
});

test('a git that a signal ended is a failure whatever it printed', async (context) => {
  const git = gitWith(tempDir(context), 'echo fine; kill -9 $$');
  await assert.rejects(git.host(['x'], { answers: [0, 1] }), /killed by SIGKILL/);
});

test('the environment holds nothing but what git needs', async (context) => {
  const dir = tempDir(context);
  const git = gitWith(dir, 'env');
  const printed = (await git.host(['x'], { gitDir: '/g' })).stdout.toString();
  const names: string[] = printed.match(/^\w+(?==)/gm) ?? [];
  const allowed = /^(PATH|HOME|LC_ALL|PWD|OLDPWD|SHLVL|_|GIT_\w+)$/;
  assert.deepEqual(
    names.filter((name) => !allowed.test(name)),
    [],
  );
  assert.ok(names.includes('GIT_OPTIONAL_LOCKS') && names.includes('GIT_DIR'));
});

test("the host's git reads nothing of the person's configuration; the person's git reads it", async (context) => {
  const { dir, git, personHome } = scene(context);
  writeFileSync(join(personHome, '.gitconfig'), '[user]\n\tname = From Home\n');
  const { dir: repository } = createRepository(join(dir, 'r'));
  const key = ['config', '--global', '--get', 'user.name'];
  assert.equal((await git.host(key, { answers: [1] })).exitCode, 1);
  assert.equal((await git.person(repository, key)).stdout.toString(), 'From Home\n');
});

test('hooks and monitors of the person do not run', async (context) => {
  const { dir, git } = scene(context);
  const person = createRepository(join(dir, 'r'));
  const hook = join(person.dir, '.git/hooks/reference-transaction');
  mkdirSync(join(person.dir, '.git/hooks'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\ntouch '${join(dir, 'trace')}'\n`);
  chmodSync(hook, 0o755);
  person.git('config', 'core.fsmonitor', hook);
  await git.person(person.dir, ['status']);
  await git.person(person.dir, ['branch', 'x']);
  assert.equal(existsSync(join(dir, 'trace')), false);
});

test('nothing is fetched over a network, and between folders only when a call says so', async (context) => {
  const { dir, git } = scene(context);
  const { dir: source } = createRepository(join(dir, 'source'));
  const clone = (...from: string[]): string[] => [
    'clone',
    '-q',
    '--bare',
    '--no-local',
    ...from,
    join(dir, 'copy'),
  ];
  await assert.rejects(git.host(clone(source)), /transport 'file' not allowed/);
  await assert.rejects(
    git.host(clone('ssh://localhost/x'), { transfer: true }),
    /transport 'ssh' not allowed/,
  );
  await git.host(clone(source), { transfer: true });
});

test('only an object id becomes an argument', () => {
  assert.equal(asOid('a'.repeat(40)), 'a'.repeat(40));
  assert.equal(asOid('0'.repeat(64)), '0'.repeat(64));
  for (const bad of [
    '',
    'main',
    '--all',
    'a'.repeat(39),
    `${'a'.repeat(40)}\n`,
    'A'.repeat(40),
    'a'.repeat(50),
  ])
    assert.throws(() => asOid(bad), /is no git object id/);
});

test('paths survive the way to git and back, with any byte but zero', () => {
  const paths = [Buffer.from('a'), Buffer.from([0xff, 10]), Buffer.from('b c')];
  assert.deepEqual(splitZ(joinZ(paths)), paths);
  assert.deepEqual(splitZ(Buffer.from('a\0b')), [Buffer.from('a'), Buffer.from('b')]);
  assert.deepEqual(splitZ(Buffer.alloc(0)), []);
});
