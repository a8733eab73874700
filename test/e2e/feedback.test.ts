// A task that is not finished with: retried after a failure, or sent back with a remark of the person.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';

test('R18 R40 R41 a retry starts from the newest main in a fresh copy, and is told what failed before', async (context) => {
  const stage = await createStage(context);
  const check = 'test -f mine.txt || { echo "mine.txt is what is missing"; exit 3; }';
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello', '--check', check], 1);
  assert.deepEqual([task.state, task.failure?.kind, task.attempt], ['failed', 'test', 1]);
  const head = stage.repository.commit({ 'mine.txt': 'mine\n' }, 'what was missing');

  const before = stage.model.requests.length;
  assert.equal((await stage.run('task', 'retry', 'hello')).code, 0);
  const now = await stage.until('hello', 'ready', 'failed');
  assert.deepEqual([now.state, now.attempt, now.base_commit], ['ready', 2, head]);
  assert.equal(now.result?.commits.length, 1);
  const asked = JSON.stringify(stage.model.requests[before]?.body);
  assert.match(asked, /An earlier attempt failed \(test\): Check .* failed with exit code 3/);
  assert.match(asked, /mine\.txt is what is missing/);
  // The work of the first attempt is still there for whoever looks for it.
  const hub = join(stage.home, 'p', task.project_id, 'hub.git');
  const kept = stage.repository.git(
    '--git-dir',
    hub,
    'for-each-ref',
    '--format=%(objectname)',
    'refs/tasklane/pin',
  );
  assert.ok(kept.includes(task.result?.head ?? '?'), kept);
});

test('R100 R170 R190 feedback to a ready task goes on in the same copy and session', async (context) => {
  const stage = await createStage(context);
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello', '--check', 'cat README.md']);
  const sent = await stage.run('task', 'send', 'hello', promptOf('edit', { find: 'Test', replace: 'Best' }));
  assert.equal(sent.code, 0, sent.stderr);
  const again = await stage.untilTask('hello', (now) => now.state === 'ready' && now.version > task.version);
  assert.equal(again.attempt, 1);
  assert.deepEqual(
    again.result?.commits.map((commit) => commit.oid).slice(0, 1),
    task.result?.commits.map((commit) => commit.oid),
  );
  assert.deepEqual(
    again.result?.files.map((file) => file.path),
    ['README.md', 'hello.txt'],
  );
  assert.match(again.result?.checks[0]?.tail ?? '', /# Best/);
  // The agent's own words of before: only a session that was loaded again has them.
  assert.match(JSON.stringify(stage.model.requests.at(-1)?.body), /I will create the file\./);
  const applied = await stage.task(['task', 'apply', 'hello']);
  assert.equal(applied.state, 'done');
  assert.equal(stage.repository.git('show', 'main:README.md'), '# Best');
});

test('R100 R170 a message to a task that works is its next turn', async (context) => {
  const stage = await createStage(context, {
    scripts: {
      gated: [
        { do: [{ shell: { command: 'until test -e "${gate}"; do :; done; echo one > one.txt' } }] },
        { say: 'One is done.' },
      ],
    },
  });
  const gate = join(stage.dir, 'gate');
  const run = stage.start('run', promptOf('gated', { gate }), '--name', 'talk', '--json');
  await stage.model.waitFor((request) => request.script === 'gated');
  await stage.until('talk', 'running');
  const sent = await stage.run(
    'task',
    'send',
    'talk',
    promptOf('write', { path: 'two.txt', content: 'two' }),
  );
  assert.equal(sent.code, 0, sent.stderr);
  writeFileSync(gate, '');
  assert.equal((await run.ended).code, 0);
  const task = await stage.show('talk');
  assert.deepEqual(
    task.result?.files.map((file) => file.path),
    ['one.txt', 'two.txt'],
  );
  assert.equal(task.result?.commits.length, 1);
});

test('R100 a message to a failed task lets its agent go on in the same copy', async (context) => {
  const stage = await createStage(context);
  const { task } = await stage.runTask(
    [promptOf('hello'), '--name', 'hello', '--check', 'test -f two.txt'],
    1,
  );
  assert.equal(task.state, 'failed');
  const sent = await stage.run(
    'task',
    'send',
    'hello',
    promptOf('write', { path: 'two.txt', content: 'two' }),
  );
  assert.equal(sent.code, 0, sent.stderr);
  const now = await stage.until('hello', 'ready');
  assert.equal(now.attempt, 1);
  assert.deepEqual(
    now.result?.files.map((file) => file.path),
    ['hello.txt', 'two.txt'],
  );
});

test('a message to a task that is over is refused with the way on', async (context) => {
  const stage = await createStage(context);
  await stage.ready('hello', {}, '--name', 'hello');
  assert.equal((await stage.run('task', 'apply', 'hello')).code, 0);
  const refused = await stage.run('task', 'send', 'hello', 'go on');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^tasklane: .*is done; no agent is listening\.\n {2}next: \S/);
  const empty = await stage.run('task', 'send', 'hello', '  ');
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /The message is empty/);
});

test('R40 work that could not be committed is set aside before a retry, never deleted', async (context) => {
  const nested = 'mkdir inner && git init -q inner && echo precious > inner/work.txt';
  const stage = await createStage(context, {
    scripts: { nested: [{ do: [{ shell: { command: nested } }] }, { say: 'It is done.' }] },
  });
  const { task } = await stage.runTask([promptOf('nested'), '--name', 'nested'], 1);
  assert.match(task.failure?.message ?? '', /The folder inner is a git repository of its own/);
  assert.equal((await stage.run('task', 'retry', 'nested')).code, 0);
  await stage.untilTask('nested', (now) => now.attempt === 2 && now.state === 'failed');
  const kept = readdirSync(stage.home, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('inner/work.txt'),
  );
  assert.equal(kept.length, 2, kept.join('\n'));
  assert.match(
    (await stage.run('task', 'logs', 'nested')).stdout,
    /is kept in .*\.kept: The folder inner is a git/,
  );

  assert.equal((await stage.run('task', 'delete', 'nested')).code, 0);
  // What no commit has is in the trash with it, until that is emptied.
  assert.equal(readdirSync(join(stage.home, 'p', task.project_id, 'ws')).length, 2);
  assert.equal((await stage.run('trash', 'empty', 'nested', '--yes')).code, 0);
  assert.deepEqual(readdirSync(join(stage.home, 'p', task.project_id, 'ws')), []);
});
