// What goes wrong under the merge queue: a full disk, locks that others hold, two homes on one repository, files of LFS.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openMergeWorld } from '../../../test/support/merge-world.ts';
import type { MergeWorld, WorldOptions } from '../../../test/support/merge-world.ts';
import { readyIn } from '../../../test/support/ready-in.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';

async function openWorld(context: TestContext, options: WorldOptions = {}): Promise<MergeWorld> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const world = await openMergeWorld(tempDir(context), options);
  end = () => world.close();
  await world.engine.start();
  return world;
}

const noticeOf = (task: Task | undefined): string =>
  task?.state === 'ready' && task.notice !== null ? `${task.notice.kind}: ${task.notice.message}` : '';

for (const step of ['merge', 'moveBranch'] as const)
  test(`a disk that is full at ${step}: the first is refused with the reason, nothing is by halves, and later it lands`, async (context) => {
    let isFull = true;
    const full = (): never => {
      throw new AppError('disk_full', 'The disk is full: git could not write.', { next: 'Free some space.' });
    };
    const world = await openWorld(context, {
      wrap: (deps) => ({
        ...deps,
        workspaces: {
          ...deps.workspaces,
          openHub: async (...at) => {
            const hub = await deps.workspaces.openHub(...at);
            const broken = step === 'merge' ? { merge: full } : { moveBranch: full };
            return isFull ? { ...hub, ...broken } : hub;
          },
        },
      }),
    });
    await world.ready('one', { one: '1' });
    world.repository.commit({ theirs: 'theirs' }, 'so that it is merged');
    const main = world.repository.git('rev-parse', 'main');
    assert.equal(noticeOf((await world.applyAll())['one']), 'other: The disk is full: git could not write.');
    assert.equal(world.repository.git('rev-parse', 'main'), main);
    isFull = false;
    assert.equal((await world.applyAll())['one']?.state, 'done');
    assert.equal(world.repository.git('rev-list', '--count', `${main}..main`), '2');
  });

test('a branch that somebody has locked, in the hub or in the repository: refused or left alone, and nothing is lost', async (context) => {
  const world = await openWorld(context);
  await world.ready('one', { one: '1' });
  const hub = await world.deps.workspaces.openHub(world.project.id, world.project.root);
  const inHub = join(hub.dir, 'refs/heads/main.lock');
  writeFileSync(inHub, '');
  const refused = (await world.applyAll())['one'];
  assert.match(noticeOf(refused), /^(?:other|conflict): .*main/);
  assert.equal(await world.read('one'), null);
  rmSync(inHub);

  const theirs = join(world.repository.dir, '.git/refs/heads/main.lock');
  writeFileSync(theirs, '');
  const done = (await world.applyAll())['one'];
  assert.ok(done?.state === 'done', noticeOf(done));
  assert.equal(done.delivery?.kind, 'left_alone');
  assert.equal(await world.read('one'), '1');
  rmSync(theirs);
  assert.equal(world.repository.git('rev-parse', 'tasklane/main'), done.commit);
});

test('two homes apply to one repository at the same time: both land, and nothing of either is lost', async (context) => {
  const [here, there] = [await openWorld(context), await openWorld(context)];
  const { project } = await there.engine.addProject({ path: here.repository.dir, name: 'same' });
  const one = await here.ready('one', { one: '1' });
  const two = await readyIn(there, project, 'two');
  const [first, second] = await Promise.all([
    here.engine.apply(one, {}, 'ada'),
    there.engine.apply(two, {}, 'bob'),
  ]);
  assert.ok(first.state === 'done' && second.state === 'done', `${noticeOf(first)} ${noticeOf(second)}`);
  const { git } = here.repository;
  // The slower one may have found the branch moved on: then its work waits on a branch beside it, and is said to.
  for (const { commit, delivery } of [first, second]) {
    const place = delivery?.kind === 'left_alone' ? 'tasklane/main' : 'main';
    git('merge-base', '--is-ancestor', String(commit), place);
  }
  assert.equal(git('status', '--porcelain'), '');
});

test('pointers of LFS go through the queue as they are, and no filter runs', async (context) => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
  const world = await openWorld(context, {
    files: { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', 'large.bin': pointer },
  });
  await world.ready('one', { one: '1' });
  world.repository.commit({ theirs: 'theirs' }, 'so that it is merged');
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  assert.equal(`${world.repository.git('cat-file', 'blob', 'main:large.bin')}\n`, pointer);
  assert.equal(world.repository.git('show', 'main:one'), '1');
});
