// Pull requests instead of applies: a real host over HTTP (test/support/git-host-server.ts) with a real repository behind it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startGitHost, taken } from '../../../test/support/git-host-server.ts';
import type { GitHostServer, HostKind } from '../../../test/support/git-host-server.ts';
import { openMergeWorld } from '../../../test/support/merge-world.ts';
import type { MergeWorld } from '../../../test/support/merge-world.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import type { Task } from '../../domain/task.ts';

interface Hosted {
  readonly world: MergeWorld;
  readonly host: GitHostServer;
  readonly config: Record<string, unknown>;
  apply(name: string): Promise<Task>;
  /** The task as soon as it is so. */
  until(name: string, isSo: (task: Task) => boolean): Promise<Task>;
}

const by = { actor: 'ada' };

async function openHosted(context: TestContext, kind: HostKind, pollMs = 20): Promise<Hosted> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const config: Record<string, unknown> = {
    applyBy: 'pull_request',
    gitHost: kind,
    pullRequestPollMs: pollMs,
  };
  const world = await openMergeWorld(tempDir(context), { config });
  end = () => world.close();
  const dir = join(world.dir, 'hosted');
  world.repository.git('clone', '-q', '--bare', '.', join(dir, 'team/app.git'));
  const host = await startGitHost(context, { kind, dir });
  config['gitTokens'] = { [host.origin]: host.token };
  world.repository.git('remote', 'add', 'origin', host.remote);
  await world.engine.start();
  return { world, host, config, ...ways(world) };
}

function ways(world: MergeWorld): Pick<Hosted, 'apply' | 'until'> {
  return {
    apply: async (name) => world.engine.apply(await world.task(name), {}, 'ada'),
    until: async (name, isSo) => {
      const { id } = await world.task(name);
      const seen = async (): Promise<Task | null> => {
        const now = await world.store.tasks.get(id);
        return now !== undefined && isSo(now) ? now : null;
      };
      return new Promise((resolve, reject) => {
        const look = (): void =>
          void seen().then((found) => {
            if (found === null) return;
            stop();
            resolve(found);
          }, reject);
        const stop = world.store.onEvents(look);
        look();
      });
    },
  };
}

const noticeOf = (task: Task): string =>
  task.state === 'ready' && task.notice !== null ? `${task.notice.kind}: ${task.notice.message}` : '';

for (const kind of ['github', 'gitlab', 'gitea'] as const)
  test(`${kind}: work is pushed, asked for, and once it is merged it is here too`, async (context) => {
    const { world, host, apply } = await openHosted(context, kind, 600_000);
    await world.ready('one', { one: '1' });
    const asked = await apply('one');
    assert.ok(asked.state === 'ready', asked.state);
    assert.equal(noticeOf(asked), '');
    const { pullRequest } = asked;
    assert.deepEqual(
      [pullRequest?.number, pullRequest?.state, pullRequest?.branch, pullRequest?.into],
      [1, 'open', asked.branch, 'main'],
    );
    assert.match(pullRequest?.url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/team\/app\/.*\/1$/);
    assert.deepEqual(
      host.pulls.map(({ title, into }) => [title, into]),
      [['one', 'main']],
    );
    assert.match(
      host.pulls[0]?.body ?? '',
      /^I made one\.\n\nNo checks were configured\.\n\nTasklane-Task: #1 /,
    );
    assert.equal(host.git('rev-parse', asked.branch), asked.result?.head);
    assert.equal(await world.read('one'), null);

    // As if nobody had heard of it: it is found, and not opened twice.
    host.answerNext(
      kind === 'gitea' ? { status: 404, body: {} } : { status: 200, body: [] },
      taken[kind](asked.branch),
    );
    assert.equal((await apply('one')).pullRequest?.number, 1);
    assert.equal(host.pulls.length, 1);

    // What its own checks say is followed while it is open, and no trouble where they cannot be seen.
    const verdicts: unknown[] = [];
    for (const verdict of ['pending', 'failed', 'passed', null] as const) {
      host.verdict = verdict;
      verdicts.push((await world.engine.pullRequests.look(asked, by)).pullRequest?.checks);
    }
    assert.deepEqual(verdicts, ['pending', 'failed', 'passed', null]);

    const merged = host.merge(1);
    const done = await world.engine.pullRequests.look(asked, by);
    assert.ok(done.state === 'done');
    assert.deepEqual(
      [done.how, done.commit, done.delivery?.kind, done.pullRequest?.state],
      ['pushed', merged, 'fast_forwarded', 'merged'],
    );
    assert.equal(world.repository.git('rev-parse', 'main'), merged);
    assert.equal(world.repository.git('branch', '--list', 'tasklane/*'), '');
    await world.deps.workspaces.settled();
    const found = execFileSync('sh', ['-c', `grep -rl ${host.token} . || true`], { cwd: world.dir });
    assert.equal(found.toString(), '', 'the token is in no file');
  });

test('closed without a merge: the task says so; applied again it has another one, and who takes it out or dismisses it closes that', async (context) => {
  const { world, host, apply, until } = await openHosted(context, 'gitea');
  await world.ready('one', { one: '1' });
  await apply('one');
  host.close(1);
  const closed = await until('one', (task) => task.pullRequest?.state === 'closed');
  assert.equal(noticeOf(closed), 'push_rejected: Its pull request #1 was closed without being merged.');
  const again = await apply('one');
  assert.deepEqual([noticeOf(again), again.pullRequest?.number, again.pullRequest?.state], ['', 2, 'open']);
  const out = await world.engine.withdraw(again, 'ada');
  assert.deepEqual([out.state, noticeOf(out), out.pullRequest?.state], ['ready', '', 'closed']);
  assert.equal(host.pulls[1]?.state, 'closed');
  await world.engine.dismiss(await apply('one'), 'ada');
  await until('one', (task) => task.state === 'dismissed' && task.pullRequest?.state === 'closed');
  assert.deepEqual(
    host.pulls.map(({ state }) => state),
    ['closed', 'closed', 'closed'],
  );
});

test('work that goes on moves the branch there, and only its newest state makes the task done', async (context) => {
  const { world, host, apply, until } = await openHosted(context, 'gitlab');
  const first = await world.ready('one', { one: '1' });
  await apply('one');
  const goOn = async (text: string): Promise<void> => {
    // Not on top of what was pushed: a new attempt begins anew.
    const made = await world.ready(`again-${text}`, { one: text });
    await world.store.transition(async ({ tasks }) => {
      await tasks.change(first.id, { type: 'retried' }, by);
      await tasks.change(first.id, { type: 'claimed', worker: 'here' }, by);
      await tasks.change(first.id, { type: 'started' }, by);
      if (made.result === null) throw new Error('it has no result');
      await tasks.change(first.id, { type: 'verified', result: made.result }, by);
    });
  };
  await goOn('2');
  const newer = await apply('one');
  assert.deepEqual([noticeOf(newer), newer.pullRequest?.number], ['', 1]);
  assert.equal(host.git('rev-parse', newer.branch), newer.result?.head);
  await goOn('3');
  host.merge(1);
  const behind = await until('one', (task) => task.pullRequest?.state === 'merged');
  assert.equal(
    noticeOf(behind),
    'push_rejected: Its pull request #1 was merged with an earlier state of its work.',
  );
  assert.equal(world.repository.git('show', 'main:one'), '2');
});

test('without a token, on an unknown host, without a remote, and with a host that is away: the reason and what to set', async (context) => {
  const { world, host, config, apply } = await openHosted(context, 'gitea');
  await world.ready('one', { one: '1' });
  const nextOf = (task: Task): string => (task.state === 'ready' ? (task.notice?.next ?? '') : '');
  config['gitTokens'] = { '127.0.0.1': host.token };
  const noToken = await apply('one');
  assert.match(noticeOf(noToken), /^credentials: There is no token for 127\.0\.0\.1:\d+\/team\/app\.$/);
  assert.match(nextOf(noToken), /"gitTokens": \{ "http:\/\/127\.0\.0\.1:\d+": /);
  world.repository.git('remote', 'set-url', 'origin', join(world.dir, 'hosted/team/app.git'));
  assert.match(
    noticeOf(await apply('one')),
    /^other: The remote is on no git host that is known by its name/,
  );
  world.repository.git('remote', 'set-url', 'origin', 'http://127.0.0.1:1/team/app.git');
  config['gitTokens'] = { 'http://127.0.0.1:1': host.token };
  assert.match(noticeOf(await apply('one')), /^network: The remote origin could not be used/);
  world.repository.git('remote', 'remove', 'origin');
  assert.match(noticeOf(await apply('one')), /^other: The repository of person has no remote origin\.$/);
});

test('a conflict with the branch there is refused with the files; several have one each; what others wrote is not overwritten', async (context) => {
  const { world, host, apply } = await openHosted(context, 'gitea');
  await world.ready('one', { 'README.md': 'mine' });
  world.repository.commit({ 'README.md': 'theirs' }, 'theirs');
  world.repository.git('push', '-q', join(world.dir, 'hosted/team/app.git'), 'HEAD:main');
  const refused = await apply('one');
  assert.equal(noticeOf(refused), 'conflict: It conflicts with origin/main in one file: README.md.');
  assert.equal(host.git('branch', '--list', 'tasklane/*'), '');
  await world.engine.dismiss(refused, 'ada');

  const two = await world.ready('two', { two: '2' });
  await world.ready('three', { three: '3' });
  host.git('update-ref', `refs/heads/${two.branch}`, 'main');
  await world.engine.applyAll(world.project, { tasks: null }, 'ada');
  assert.match(noticeOf(await world.task('two')), /^push_rejected: Others pushed to origin\/tasklane\/2-two/);
  assert.equal((await world.task('three')).pullRequest?.state, 'open');
  assert.equal(host.git('rev-parse', two.branch), host.git('rev-parse', 'main'));
});

test('a token that is not valid any more is said with the task, and no longer when it is again', async (context) => {
  const { world, host, config, apply, until } = await openHosted(context, 'gitea');
  await world.ready('one', { one: '1' });
  await apply('one');
  config['gitTokens'] = { [host.origin]: 'old' };
  const told = await until('one', (task) => noticeOf(task) !== '');
  assert.match(noticeOf(told), /^credentials: .* does not take the token \(401\)/);
  assert.equal(told.pullRequest?.state, 'open');
  config['gitTokens'] = { [host.origin]: host.token };
  await until('one', (task) => noticeOf(task) === '');
});

test('R217 the next daemon follows what an earlier one opened, and asks for develop work that it did not', async (context) => {
  const { world, host, config, apply } = await openHosted(context, 'gitea', 600_000);
  await world.ready('one', { one: '1' });
  await apply('one');
  await world.close();
  host.merge(1);
  config['pullRequestPollMs'] = 1;
  const next = await openMergeWorld(world.dir, { config });
  context.after(() => next.close());
  await next.ready('two', { two: '2' }, { policy: 'develop' });
  await next.engine.start();
  const { until } = ways(next);
  assert.equal((await until('one', (task) => task.state === 'done')).pullRequest?.state, 'merged');
  assert.equal((await until('two', (task) => task.pullRequest !== null)).pullRequest?.number, 2);
});
