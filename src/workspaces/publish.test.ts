import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRoom } from '../../test/support/workspace-room.ts';

const name = 'tasklane/1-add-a';
const published = { kind: 'published' };

test('work appears as a branch, follows new and rewritten work, and goes away again', async (context) => {
  const { hub, person, apply, base } = await openRoom(context);
  const first = await apply({ 'a.txt': '1\n' });
  assert.deepEqual(await hub.publish(name, first), published);
  assert.equal(person.git('show', `${name}:a.txt`), '1');
  await hub.moveBranch('main', base, first);
  const rewritten = await apply({ 'a.txt': '2\n' });
  assert.deepEqual(await hub.publish(name, rewritten), published);
  assert.equal(person.git('rev-parse', name), rewritten);
  assert.deepEqual(await hub.publish(name, rewritten), published);
  assert.deepEqual(await hub.publish(name, null), published);
  assert.deepEqual(await hub.publish(name, null), published);
  assert.equal(person.git('branch', '--list', 'tasklane/*'), '');
});

test('nothing else in the repository changes: no FETCH_HEAD, no configuration, no files, no other ref', async (context) => {
  const { hub, person, apply } = await openRoom(context);
  const look = (): string =>
    person.git('for-each-ref') + person.git('config', '--list') + person.git('status', '-s');
  const before = look();
  await hub.publish(name, await apply({ 'a.txt': '1\n' }));
  await hub.publish(name, null);
  assert.equal(look(), before);
  assert.equal(existsSync(join(person.dir, '.git/FETCH_HEAD')), false);
});

test("the person's hooks do not run", async (context) => {
  const { hub, person, apply, dir } = await openRoom(context);
  mkdirSync(join(person.dir, '.git/hooks'), { recursive: true });
  for (const hook of ['reference-transaction', 'post-merge', 'update', 'post-receive']) {
    writeFileSync(join(person.dir, '.git/hooks', hook), `#!/bin/sh\ntouch '${join(dir, 'trace')}'\n`);
    chmodSync(join(person.dir, '.git/hooks', hook), 0o755);
  }
  const head = await apply({ 'a.txt': '1\n' });
  await hub.publish(name, head);
  await hub.publish(name, null);
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
  assert.equal(existsSync(join(dir, 'trace')), false);
});

test('a branch that is checked out anywhere, or being rebased, stays where it is', async (context) => {
  const { hub, person, apply, dir } = await openRoom(context);
  const first = await apply({ 'a.txt': '1\n' });
  await hub.publish(name, first);
  person.git('worktree', 'add', '-q', join(dir, 'linked'), name);
  const second = await apply({ 'a.txt': '2\n' });
  for (const commit of [second, null]) {
    const outcome = await hub.publish(name, commit);
    assert.ok(outcome.kind === 'left_alone');
    assert.match(outcome.reason, /checked out/);
  }
  assert.equal(person.git('rev-parse', name), first);
  person.git('-C', join(dir, 'linked'), 'checkout', '-q', '--detach');
  assert.deepEqual(await hub.publish(name, second), published);
});

test('a branch on which the person has commits of their own is not moved and not taken away', async (context) => {
  const { hub, person, apply } = await openRoom(context);
  await hub.publish(name, await apply({ 'a.txt': '1\n' }));
  person.git('checkout', '-q', name);
  const mine = person.commit({ 'mine.txt': 'mine\n' }, 'mine');
  person.git('checkout', '-q', 'main');
  for (const commit of [await apply({ 'a.txt': '2\n' }), null]) {
    const outcome = await hub.publish(name, commit);
    assert.ok(outcome.kind === 'left_alone');
    assert.match(outcome.reason, /commits that are not Tasklane’s/);
  }
  assert.equal(person.git('rev-parse', name), mine);
});

test('a branch of that name that another home left is not overwritten', async (context) => {
  const { hub, person, apply } = await openRoom(context);
  person.git('checkout', '-q', '-b', name);
  person.commit({ 'old.txt': 'old\n' }, 'old work');
  person.git('checkout', '-q', 'main');
  assert.equal((await hub.publish(name, await apply({ 'a.txt': '1\n' }))).kind, 'left_alone');
});

test('only branches under tasklane/ are ours', async (context) => {
  const { hub, base } = await openRoom(context);
  await assert.rejects(hub.publish('main', null), /only branches under tasklane\//);
  await assert.rejects(hub.publish('tasklane/../main', base), { code: 'invalid_input' });
});

test('a branch called tasklane leaves no room, and the sentence says how to make some', async (context) => {
  const { hub, person, base } = await openRoom(context);
  person.git('branch', 'tasklane');
  await assert.rejects(hub.publish(name, base), {
    code: 'git_failed',
    next: /git branch -m tasklane NEW-NAME/,
  });
});
