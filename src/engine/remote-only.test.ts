// Projects that are on a remote and nowhere else, and bare repositories that push on: the branch there is what counts.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openMergeWorld } from '../../test/support/merge-world.ts';
import type { MergeWorld } from '../../test/support/merge-world.ts';
import { readyIn } from '../../test/support/ready-in.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { AppError } from '../domain/errors.ts';
import { oid } from '../domain/ids.ts';
import { silentLog } from '../lib/log.ts';
import { mergeWork } from './merge-work.ts';

async function openWorld(context: TestContext, config: object = {}): Promise<MergeWorld> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const world = await openMergeWorld(tempDir(context), { config });
  end = () => world.close();
  await world.engine.start();
  return world;
}

test('a project added by its address: what is applied is on the remote, with what others pushed there', async (context) => {
  const world = await openWorld(context);
  const { git } = world.repository;
  const remote = join(world.dir, 'far', 'shop.git');
  git('clone', '-q', '--bare', '.', remote);
  const { project, added } = await world.engine.addProject({ path: `file://${remote}` });
  assert.deepEqual([added, project.name, project.branch], [true, 'shop', 'main']);
  assert.equal((await world.engine.addProject({ path: `file://${remote}` })).added, false, 'it is known');

  const one = await readyIn(world, project, 'one');
  world.repository.commit({ theirs: 'theirs' }, 'theirs');
  git('push', '-q', remote, 'HEAD:main');
  const done = await world.engine.apply(one, {}, 'ada');
  assert.ok(done.state === 'done', JSON.stringify(done.state === 'ready' ? done.notice : done.state));
  assert.deepEqual([done.how, done.delivery?.kind], ['pushed', 'ref_moved']);
  assert.equal(git('--git-dir', remote, 'rev-parse', 'main'), done.commit);
  assert.equal(git('--git-dir', remote, 'show', 'main:one'), 'one');
  assert.equal(git('--git-dir', remote, 'show', 'main:theirs'), 'theirs');

  git('--git-dir', remote, 'branch', 'later');
  assert.equal(
    (await world.engine.addProject({ path: `file://${remote}`, branch: 'later' })).project.branch,
    'later',
  );
  await world.engine.removeProject('shop');
  assert.equal(existsSync(project.root), false);
  assert.equal(git('--git-dir', remote, 'rev-parse', 'main'), done.commit, 'the remote stays');
});

test('an address with a password is refused, and one that leads nowhere says what to try', async (context) => {
  const world = await openWorld(context);
  const refusal = async (path: string): Promise<AppError> => {
    const error = await world.engine.addProject({ path }).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AppError);
    return error;
  };
  const secret = await refusal('https://ada:hush@git.example.com/ada/shop.git');
  assert.equal(secret.code, 'invalid_input');
  assert.doesNotMatch(`${secret.message} ${JSON.stringify(secret.details)}`, /hush/);
  const gone = await refusal(`file://${join(world.dir, 'nowhere.git')}`);
  assert.deepEqual([gone.code, gone.details['failureKind']], ['git_failed', 'network']);
  assert.deepEqual(
    (await world.store.projects.list()).map(({ name }) => name),
    ['person'],
  );
});

test('a bare repository that pushes: its branch is moved, and the remote has it too', async (context) => {
  const world = await openWorld(context, { push: true });
  const { git } = world.repository;
  const [bare, remote] = [join(world.dir, 'bare.git'), join(world.dir, 'remote.git')];
  git('clone', '-q', '--bare', '.', remote);
  git('clone', '-q', '--bare', remote, bare);
  const { project } = await world.engine.addProject({ path: bare });
  const done = await world.engine.apply(await readyIn(world, project, 'one'), {}, 'ada');
  assert.ok(done.state === 'done');
  assert.deepEqual([done.how, done.delivery?.kind], ['pushed', 'ref_moved']);
  for (const place of [bare, remote]) assert.equal(git('--git-dir', place, 'rev-parse', 'main'), done.commit);
});

test('R37 develop work is pushed, and its conflict is resolved as the history did before', async (context) => {
  const world = await openWorld(context, { push: true });
  const { repository } = world;
  const { git } = repository;
  git('checkout', '-q', '-b', 'side');
  repository.commit({ 'a.txt': 'two\n' }, 'two');
  git('checkout', '-q', 'main');
  repository.commit({ 'a.txt': 'one\n' }, 'one');
  assert.throws(() => git('merge', '-q', 'side'));
  repository.commit({ 'a.txt': 'both\n' }, 'merge');
  git('rm', '-q', 'a.txt');
  git('commit', '-q', '-m', 'gone again');
  const from = git('rev-parse', 'HEAD');
  repository.commit({ 'b.txt': 'one\n' }, 'one more time');
  const remote = join(world.dir, 'remote.git');
  git('clone', '-q', '--bare', '.', remote);
  git('remote', 'add', 'origin', remote);
  const task = await world.ready('again', { 'b.txt': 'two\n' }, { from, policy: 'develop' });
  const { deps, project } = world;
  const hub = await deps.workspaces.openHub(project.id, project.root);
  if (task.result === null) throw new Error('it has no result');
  const outcome = await mergeWork({
    deps: { ...deps, log: silentLog },
    project,
    settings: await deps.settings(project),
    hub,
    task,
    head: task.result.head,
    summary: task.result.summary,
    author: { name: 'Test', email: 'test@example.com' },
    signal: new AbortController().signal,
    onOutput: () => undefined,
  });
  assert.ok(outcome.kind === 'applied', JSON.stringify(outcome));
  assert.equal(outcome.used.length, 1);
  assert.equal(git('--git-dir', remote, 'show', 'main:b.txt'), 'both');
  assert.equal(git('--git-dir', remote, 'rev-parse', 'main'), oid(outcome.commit));
});
