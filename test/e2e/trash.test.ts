// Nothing lost: what was deleted, cancelled or dismissed can be had back, what belongs to no task is put aside, and a daemon that is
// killed in the middle of a deletion or a restore leaves the one or the other.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { TrashEmptiedJson, TrashJson, TrashRestoredJson } from '../../src/api/trash-schemas.ts';
import { isRunning } from '../support/processes.ts';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { tempDir } from '../support/temp-dir.ts';

async function json<Type>(stage: Stage, ...args: readonly string[]): Promise<Type> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as Type;
}

const trash = (stage: Stage): Promise<TrashJson> => json<TrashJson>(stage, 'trash', 'list');

function hubRefs(stage: Stage, task: Pick<TaskJson, 'project_id'>): readonly string[] {
  const hub = join(stage.home, 'p', task.project_id, 'hub.git');
  return stage.repository
    .git('--git-dir', hub, 'for-each-ref', '--format=%(refname)', 'refs/tasklane/pin', 'refs/tasklane/trash')
    .split('\n')
    .filter((ref) => ref !== '')
    .map((ref) => ref.replace('refs/tasklane/', ''));
}

test('R185 a deleted task comes back as it was, with its work, and can be applied', async (context) => {
  const stage = await createStage(context);
  const one = await stage.ready(
    'write',
    { path: 'a.txt', content: 'one' },
    '--name',
    'one',
    '--check',
    'true',
  );
  await stage.run('task', 'delete', 'one', '--yes');
  assert.ok(!stage.branches().includes(one.branch));
  assert.deepEqual(hubRefs(stage, one), [`trash/${one.id}/head`]);
  const { entries, max_bytes: most, keep_days: days } = await trash(stage);
  assert.deepEqual([most, days], [10_240 * 1024 ** 2, 30]);
  assert.deepEqual(
    entries.map((entry) => [entry.number, entry.reason, entry.state, entry.head]),
    [[1, 'deleted', 'ready', one.result?.head]],
  );
  assert.ok((entries[0]?.bytes ?? 0) > 0);

  // Its name was given to another one meanwhile.
  await stage.task(['task', 'create', promptOf('hello'), '--name', 'one', '--draft']);
  const { task } = await json<TrashRestoredJson>(stage, 'trash', 'restore', '1');
  assert.deepEqual([task?.name, task?.state], ['one-2', 'ready']);
  assert.equal(stage.repository.git('show', `${one.branch}:a.txt`), 'one');
  assert.deepEqual(hubRefs(stage, one), [`pin/${one.id}/head`]);
  assert.deepEqual((await trash(stage)).entries, []);
  assert.equal((await stage.task(['task', 'apply', 'one-2'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:a.txt'), 'one');
});

test('dismissed work is ready again, cancelled work goes on, and any of it can be had as a branch', async (context) => {
  const stage = await createStage(context);
  const dismissed = await stage.ready('write', { path: 'a.txt', content: 'one' }, '--name', 'dismissed');
  await stage.task(['task', 'dismiss', 'dismissed']);
  await stage.task(['task', 'create', promptOf('hello'), '--name', 'never', '--draft']);
  await stage.task(['task', 'archive', 'never']);
  const begun = stage.start(
    'run',
    promptOf('write-then-hang-once', { path: 'b.txt', content: 'two' }),
    '--name',
    'begun',
  );
  const { project_id: project, id } = await stage.until('begun', 'running');
  const file = join(stage.home, 'p', project, 'ws', id, 'tree/b.txt');
  await until(() => existsSync(file), 'its agent has written the file');
  await stage.task(['task', 'cancel', 'begun']);
  await begun.ended;
  assert.deepEqual(
    (await trash(stage)).entries.map((entry) => [entry.name, entry.reason, entry.head !== null]),
    [
      ['begun', 'cancelled', true],
      ['never', 'cancelled', false],
      ['dismissed', 'dismissed', true],
    ],
  );

  const said = await stage.run('trash', 'restore', 'begun', '--branch', 'rescued/begun');
  assert.match(said.stderr, /is on the branch rescued\/begun; it stays in the trash/);
  assert.equal(stage.repository.git('show', 'rescued/begun:b.txt'), 'two');
  const taken = await stage.run('trash', 'restore', 'begun', '--branch', 'rescued/begun');
  assert.match(taken.stderr, /There is a branch rescued\/begun/);
  const none = await stage.run('trash', 'restore', 'never', '--branch', 'rescued/never');
  assert.match(none.stderr, /“Please do as the script says.*” has no commit/);

  const states: (string | undefined)[] = [];
  for (const name of ['dismissed', 'never', 'begun'])
    states.push((await json<TrashRestoredJson>(stage, 'trash', 'restore', name)).task?.state);
  assert.deepEqual(states, ['ready', 'draft', 'failed']);
  assert.match((await stage.show('begun')).failure?.message ?? '', /^It was cancelled \(/);
  assert.equal((await stage.task(['task', 'apply', 'dismissed'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:a.txt'), 'one');
  assert.equal(dismissed.state, 'ready');
  // What it had done is there for the agent to go on with.
  await stage.run('task', 'send', 'begun', 'Go on.');
  const done = await stage.until('begun', 'ready', 'failed', 'waiting');
  assert.equal(stage.repository.git('show', `${done.branch}:b.txt`), 'two');
  const unknown = await stage.run('trash', 'restore', 'begun');
  assert.match(unknown.stderr, /There is no “begun” in the trash/);
});

test('emptying says what it deletes, deletes just that, and what it deleted cannot come back; then what is too much goes', async (context) => {
  const large = [{ do: [{ shell: { command: 'head -c 1200000 /dev/urandom > l.bin' } }] }, { say: 'Done.' }];
  const stage = await createStage(context, { scripts: { large }, config: { trashMb: 1 } });
  const largest = await stage.ready('large', {}, '--name', 'large');
  await stage.run('task', 'delete', 'large', '--yes');
  const one = await stage.ready(
    'write',
    { path: 'a.txt', content: 'one' },
    '--name',
    'one',
    '--check',
    'true',
  );
  const two = await stage.ready('write', { path: 'b.txt', content: 'two' }, '--name', 'two');
  await stage.run('task', 'delete', 'one', '--yes');
  await stage.task(['task', 'dismiss', 'two']);
  const logs = join(stage.home, 'p', one.project_id, 'logs', one.id);
  assert.ok(existsSync(logs));

  assert.match(
    (await stage.run('trash', 'empty', '--older-than', '1d')).stderr,
    /There is nothing to delete/,
  );
  const planned = await stage.run('trash', 'empty', '--dry-run');
  assert.match(planned.stdout, /^2 +one +deleted +ready/m);
  assert.match(planned.stdout, /^3 +two +dismissed +dismissed/m);
  const wrong = await stage.run('trash', 'empty', 'one', 'nothing', '--yes');
  assert.match(wrong.stderr, /There is no “nothing” in the trash/);
  assert.equal((await trash(stage)).entries.length, 3);

  const emptied = await json<TrashEmptiedJson>(stage, 'trash', 'empty', 'one', '--yes');
  assert.deepEqual(
    emptied.entries.map(({ name }) => name),
    ['one'],
  );
  assert.equal(existsSync(logs), false);
  // The project has more than it may, so the oldest goes.
  await until(() => !hubRefs(stage, two).includes(`trash/${largest.id}/head`), 'the oldest work is gone');
  assert.deepEqual(hubRefs(stage, two), [`pin/${two.id}/head`]);
  assert.deepEqual(
    (await trash(stage)).entries.map(({ name }) => name),
    ['two'],
  );
  assert.match((await stage.run('trash', 'restore', '2')).stderr, /There is no “2” in the trash/);
  assert.equal((await stage.run('trash', 'empty', '--yes')).code, 0);
  assert.deepEqual(hubRefs(stage, two), []);
  assert.ok(!stage.branches().includes(two.branch));
  assert.equal((await stage.show('two')).state, 'dismissed', 'what happened can still be read');
});

test('R217 copies, logs and commits without a task are put aside at the start, and stay until a person deletes them; what is too old goes', async (context) => {
  const stage = await createStage(context);
  const one = await stage.ready('write', { path: 'a.txt', content: 'one' }, '--name', 'one');
  const old = await stage.ready('write', { path: 'b.txt', content: 'old' }, '--name', 'old');
  await stage.run('task', 'delete', 'old', '--yes');
  assert.ok(hubRefs(stage, one).includes(`trash/${old.id}/head`));
  await stage.run('stop');
  await stage.writeHome('config.json', JSON.stringify({ keepDays: 0 }));
  const project = join(stage.home, 'p', one.project_id);
  const lost = '01234567-89ab-4def-8123-456789abcdef';
  mkdirSync(join(project, 'ws', lost, 'tree'), { recursive: true });
  writeFileSync(join(project, 'ws', lost, 'tree', 'only.txt'), 'all there is of it');
  mkdirSync(join(project, 'logs', lost), { recursive: true });
  mkdirSync(join(project, 'ws', 'planning-1'));
  const head = one.result?.head ?? '';
  stage.repository.git(
    '--git-dir',
    join(project, 'hub.git'),
    'update-ref',
    `refs/tasklane/pin/${lost}/head`,
    head,
  );

  const { orphans } = await trash(stage);
  await until(() => !hubRefs(stage, one).includes(`trash/${old.id}/head`), 'the old work is gone');
  assert.deepEqual((await trash(stage)).entries, []);
  assert.deepEqual(
    new Map(orphans.map(({ kind, owner }) => [kind, owner])),
    new Map([
      ['commits', lost],
      ['copy', lost],
      ['logs', lost],
    ]),
  );
  const copy = orphans.find(({ kind }) => kind === 'copy');
  assert.ok(existsSync(join(copy?.path ?? '', 'tree/only.txt')));
  const commits = orphans.find(({ kind }) => kind === 'commits');
  assert.equal(commits?.head, head);
  for (const name of [one.id, 'planning-1'])
    assert.equal(
      existsSync(join(project, 'ws', name)),
      true,
      'that of a task stays, and what is for no task',
    );
  assert.match(
    (await stage.run('trash', 'restore', copy?.id ?? '')).stderr,
    /Take from it what you need: \//,
  );
  assert.equal((await stage.run('trash', 'restore', commits?.id ?? '', '--branch', 'found')).code, 0);
  assert.equal(stage.head('found'), head);
  assert.equal((await stage.run('trash', 'empty', '--yes')).code, 0);
  assert.deepEqual((await trash(stage)).orphans, []);
  assert.deepEqual(readdirSync(join(project, 'orphans')), []);
});

/**
 * A git that kills the daemon, which has started it, before or after one of the next transactions of refs. First in the
 * PATH of a stage.
 */
function trapIn(dir: string): {
  readonly env: { readonly PATH: string };
  set(which: number, when: string): void;
} {
  const armed = join(dir, 'armed');
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh
case " $* " in
*" update-ref --stdin "*)
  if [ -f '${armed}' ]; then
    read -r left when < '${armed}'
    if [ "$left" -gt 1 ]; then echo "$((left - 1)) $when" > '${armed}'
    else
      rm '${armed}'
      [ "$when" = after ] && '${real}' "$@"
      kill -9 "$PPID"
      exit 1
    fi
  fi;;
esac
exec '${real}' "$@"
`;
  writeFileSync(join(dir, 'git'), script);
  chmodSync(join(dir, 'git'), 0o755);
  const programs = join(import.meta.dirname, '../../node_modules/.bin');
  return {
    env: { PATH: [dir, programs, process.env['PATH'] ?? ''].join(delimiter) },
    set: (which, when) => writeFileSync(armed, `${which} ${when}\n`),
  };
}

/** Runs a command whose daemon falls into the trap. */
async function killedIn(stage: Stage, ...args: readonly string[]): Promise<void> {
  const pid = stage.daemonPid;
  await stage.run(...args);
  await until(() => !isRunning(pid), 'the daemon is gone');
}

for (const when of ['before', 'after'])
  test(`R217 kill -9 ${when} the refs of a deleted task move: it is deleted, and can be had back`, async (context) => {
    const trap = trapIn(tempDir(context));
    const stage = await createStage(context, { env: trap.env });
    const one = await stage.ready('write', { path: 'a.txt', content: 'one' }, '--name', 'one');
    trap.set(1, when);
    await killedIn(stage, 'task', 'delete', 'one', '--yes');

    const { entries } = await trash(stage);
    assert.deepEqual(
      entries.map(({ name, head }) => [name, head]),
      [['one', one.result?.head]],
    );
    assert.deepEqual(hubRefs(stage, one), [`trash/${one.id}/head`]);
    assert.ok(!stage.branches().includes(one.branch));
    assert.equal(existsSync(join(stage.home, 'p', one.project_id, 'ws', one.id)), false);
    const { task } = await json<TrashRestoredJson>(stage, 'trash', 'restore', 'one');
    assert.equal(task?.state, 'ready');
    assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
  });

// The first transaction pins the work again, then the store is told, and the second one clears the trash.
for (const [which, when, isBack] of [
  [1, 'before', false],
  [1, 'after', false],
  [2, 'before', true],
  [2, 'after', true],
] as const)
  test(`R217 kill -9 ${when} transaction ${which} of a restore: it is ${isBack ? 'there' : 'in the trash'}, whole`, async (context) => {
    const trap = trapIn(tempDir(context));
    const stage = await createStage(context, { env: trap.env });
    const one = await stage.ready('write', { path: 'a.txt', content: 'one' }, '--name', 'one');
    await stage.run('task', 'delete', 'one', '--yes');
    trap.set(which, when);
    await killedIn(stage, 'trash', 'restore', 'one');

    const { entries } = await trash(stage);
    assert.equal(entries.length, isBack ? 0 : 1);
    assert.deepEqual(hubRefs(stage, one), [`${isBack ? 'pin' : 'trash'}/${one.id}/head`]);
    if (!isBack) await json<TrashRestoredJson>(stage, 'trash', 'restore', 'one');
    assert.equal((await stage.show('one')).state, 'ready');
    assert.deepEqual(hubRefs(stage, one), [`pin/${one.id}/head`]);
    assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
    assert.equal(stage.repository.git('show', 'main:a.txt'), 'one');
  });

test('R217 kill -9 in the middle of emptying: what was to go is gone after the next start', async (context) => {
  const trap = trapIn(tempDir(context));
  const stage = await createStage(context, { env: trap.env });
  const one = await stage.ready('write', { path: 'a.txt', content: 'one' }, '--name', 'one');
  await stage.run('task', 'delete', 'one', '--yes');
  trap.set(1, 'before');
  await killedIn(stage, 'trash', 'empty', '--yes');
  assert.deepEqual(hubRefs(stage, one), [`trash/${one.id}/head`]);
  assert.deepEqual((await trash(stage)).entries, []);
  assert.deepEqual(hubRefs(stage, one), []);
});
