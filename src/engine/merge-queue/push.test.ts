// The merge queue of a project that pushes: a real remote, and others who push there too.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository } from '../../../test/support/git-repo.ts';
import type { TestRepository } from '../../../test/support/git-repo.ts';
import { check, openMergeWorld } from '../../../test/support/merge-world.ts';
import type { MergeWorld, WorldOptions } from '../../../test/support/merge-world.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import type { Task } from '../../domain/task.ts';

interface Team {
  readonly world: MergeWorld;
  /** The folder of the bare remote. */
  readonly remote: string;
  readonly remoteHead: () => string;
  /** A colleague's clone. */
  readonly other: TestRepository;
  /** A line for sh that commits a new file in the clone and pushes it. */
  readonly pushCommand: string;
}

async function openTeam(context: TestContext, options: WorldOptions = {}): Promise<Team> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const world = await openMergeWorld(tempDir(context), {
    ...options,
    config: { push: true, checkReruns: 0, ...options.config },
  });
  end = () => world.close();
  const remote = join(world.dir, 'remote.git');
  const { git } = world.repository;
  git('clone', '-q', '--bare', '.', remote);
  git('remote', 'add', 'origin', remote);
  const other = createRepository(join(world.dir, 'other'), {});
  other.git('remote', 'add', 'origin', remote);
  other.git('pull', '-q', 'origin', 'main');
  const pushCommand = `cd ${other.dir} && HOME=/nonexistent && date +%N > other-$$ && git add -A && git commit -qm other && git push -q origin HEAD:main`;
  await world.engine.start();
  return {
    world,
    remote,
    other,
    pushCommand,
    remoteHead: () => git('--git-dir', remote, 'rev-parse', 'main'),
  };
}

function push({ other }: Team, file: string): void {
  other.commit({ [file]: file }, file);
  other.git('push', '-q', 'origin', 'HEAD:main');
}

const noticeOf = (task: Task | undefined): string =>
  task?.state === 'ready' && task.notice !== null ? `${task.notice.kind}: ${task.notice.message}` : '';

test('applied work is on the remote, in one push for all that land together', async (context) => {
  const { world, remoteHead } = await openTeam(context);
  for (const name of ['one', 'two']) await world.ready(name, { [name]: name });
  const { one, two } = await world.applyAll();
  assert.ok(one?.state === 'done' && two?.state === 'done');
  assert.deepEqual([one.how, two.how], ['pushed', 'pushed']);
  assert.equal(remoteHead(), two.commit);
  assert.equal(world.repository.git('rev-parse', 'main'), two.commit);
  assert.equal(world.repository.git('rev-parse', 'origin/main'), two.commit);
});

test('R190 what was pushed is taken back on the remote too, on top of what others pushed since', async (context) => {
  const team = await openTeam(context);
  const { world, remoteHead } = team;
  await world.ready('one', { one: '1' });
  push(team, 'first');
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  team.other.git('pull', '-q', 'origin', 'main');
  push(team, 'theirs');
  const { task } = await world.engine.undo(one, 'ada');
  assert.equal(task.state, 'ready');
  assert.equal(remoteHead(), world.repository.git('rev-parse', 'main'));
  const files = world.repository.git('ls-tree', '--name-only', 'main').split('\n');
  assert.deepEqual([files.includes('one'), files.includes('theirs')], [false, true]);
  const { one: again } = await world.applyAll();
  assert.ok(again?.state === 'done', noticeOf(again));
  assert.equal(remoteHead(), again.commit);
  assert.equal(await world.read('one'), '1');
});

test('a remote that declines keeps what was applied there, and says why', async (context) => {
  const team = await openTeam(context);
  const { world, remote, remoteHead } = team;
  await world.ready('one', { one: '1' });
  push(team, 'first');
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  const hook = join(remote, 'hooks', 'pre-receive');
  writeFileSync(hook, '#!/bin/sh\necho "no reverts on Saturday" >&2\nexit 1\n', { mode: 0o755 });
  await assert.rejects(world.engine.undo(one, 'ada'), {
    code: 'undo_refused',
    message: /origin\/main does not take it: pre-receive hook declined\./,
  });
  assert.deepEqual([remoteHead(), world.repository.git('rev-parse', 'main')], [one.commit, one.commit]);
  assert.equal((await world.store.tasks.get(one.id))?.state, 'done');
});

test('what others pushed before is merged with, and the checkout gets it too', async (context) => {
  const team = await openTeam(context);
  const { world, remoteHead } = team;
  push(team, 'theirs');
  await world.ready('one', { one: '1' }, { checks: check('test -e theirs') });
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  assert.equal(one.delivery?.kind, 'fast_forwarded');
  assert.equal(remoteHead(), world.repository.git('rev-parse', 'main'));
  assert.equal(world.repository.git('show', 'main:theirs'), 'theirs');
});

test('a push that comes too late is fetched, merged and tested once more, and lands', async (context) => {
  const team = await openTeam(context);
  const { world, remoteHead } = team;
  const once = join(world.dir, 'once');
  await world.ready(
    'one',
    { one: '1' },
    { checks: check(`test -e ${once} || (touch ${once}; ${team.pushCommand})`) },
  );
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  assert.equal(remoteHead(), one.commit);
  assert.match(world.repository.git('log', '--format=%s', 'main'), /^Merge .*\n[^]*other/);
});

test('R39 others who push each time: push_rejected, and nothing was changed', async (context) => {
  const team = await openTeam(context);
  const { world, remote } = team;
  await world.ready('one', { one: '1' }, { checks: check(team.pushCommand) });
  const { one } = await world.applyAll();
  assert.match(noticeOf(one), /^push_rejected: Others pushed to origin\/main each time/);
  assert.throws(() => world.repository.git('--git-dir', remote, 'cat-file', '-e', 'main:one'));
  assert.equal(await world.read('one'), null);
});

test('a remote that declines says why, and the branch is where it was', async (context) => {
  const { world, remote, remoteHead } = await openTeam(context);
  const main = remoteHead();
  writeFileSync(
    join(remote, 'hooks', 'pre-receive'),
    '#!/bin/sh\necho "no pushes on Saturday" >&2\nexit 1\n',
    {
      mode: 0o755,
    },
  );
  await world.ready('one', { one: '1' });
  const { one } = await world.applyAll();
  assert.match(noticeOf(one), /^push_rejected: origin\/main does not take it: pre-receive hook declined/);
  assert.match(one?.state === 'ready' ? (one.notice?.detail ?? '') : '', /no pushes on Saturday/);
  assert.deepEqual([remoteHead(), world.repository.git('rev-parse', 'main')], [main, main]);
});

test('a remote that is gone: the reason and what to try, and the work is as it was', async (context) => {
  const { world } = await openTeam(context);
  world.repository.git('remote', 'set-url', 'origin', join(world.dir, 'nowhere.git'));
  await world.ready('one', { one: '1' });
  const { one } = await world.applyAll();
  assert.match(noticeOf(one), /^network: The remote origin could not be used: /);
  assert.match(one?.state === 'ready' ? (one.notice?.detail ?? '') : '', /nowhere\.git/);
  assert.match(one?.state === 'ready' ? (one.notice?.next ?? '') : '', /git fetch origin/);
});

test('both sides have commits of their own: a person brings them together', async (context) => {
  const team = await openTeam(context);
  const { world } = team;
  push(team, 'theirs');
  world.repository.commit({ mine: 'mine' }, 'mine');
  await world.ready('one', { one: '1' });
  const { one } = await world.applyAll();
  assert.match(noticeOf(one), /^conflict: Your main and that of origin have both moved on/);
  world.repository.git('pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main');
  assert.equal((await world.applyAll())['one']?.state, 'done');
});

test('another branch there, squashed, and the person’s hooks do not run', async (context) => {
  const { world, remote } = await openTeam(context, {
    config: { mergeMethod: 'squash', pushBranch: 'next' },
  });
  writeFileSync(join(world.repository.dir, '.git', 'hooks', 'pre-push'), '#!/bin/sh\nexit 1\n', {
    mode: 0o755,
  });
  await world.ready('one', { one: '1' });
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  assert.equal(world.repository.git('--git-dir', remote, 'rev-parse', 'next'), one.commit);
});

test('R217 what was pushed right before everything broke is done, once', async (context) => {
  let isBroken = false;
  const team = await openTeam(context, {
    wrap: (deps) => ({
      ...deps,
      workspaces: {
        ...deps.workspaces,
        openHub: async (...at) => {
          const hub = await deps.workspaces.openHub(...at);
          return {
            ...hub,
            push: async (...to) => {
              const outcome = await hub.push(...to);
              if (isBroken) return outcome;
              isBroken = true;
              throw new Error('the power went out');
            },
          };
        },
      },
    }),
  });
  const { world, remoteHead } = team;
  await world.ready('one', { one: '1' });
  const { one } = await world.applyAll();
  assert.ok(one?.state === 'done', noticeOf(one));
  assert.equal(remoteHead(), one.commit);
  assert.equal(world.repository.git('rev-list', '--count', 'main'), '2');
});
