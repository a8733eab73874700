import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRepository, gitEnvironment } from '../../test/support/git-repo.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { author, openIn, openRoom } from '../../test/support/workspace-room.ts';
import { oid } from '../domain/ids.ts';

function refsOf(hubDir: string): string[] {
  const env = { ...gitEnvironment, GIT_DIR: hubDir };
  const output = execFileSync('git', ['for-each-ref', '--format=%(refname)'], { env, encoding: 'utf8' });
  return output.split('\n').filter((line) => line !== '');
}

test('a hub holds the one branch that was asked for, and no hooks, tags or other branches', async (context) => {
  const { hub, base } = await openRoom(context, {
    prepare: (person) => {
      person.git('branch', 'other');
      person.git('tag', 'v1');
    },
  });
  assert.deepEqual(refsOf(hub.dir), ['refs/heads/main', 'refs/tasklane/upstream/main']);
  assert.equal(existsSync(join(hub.dir, 'hooks')), false);
  assert.equal(await hub.branchHead('main'), base);
  assert.equal(await hub.branchHead('other'), null);
});

test("a hub shares the disk with the person's objects and survives their garbage collection", async (context) => {
  const { hub, person, base } = await openRoom(context, { files: { 'a.txt': 'a\n' } });
  const object = join('objects', base.slice(0, 2), base.slice(2));
  assert.equal(statSync(join(hub.dir, object)).ino, statSync(join(person.dir, '.git', object)).ino);
  person.git('checkout', '-q', '--orphan', 'new');
  person.git('branch', '-D', 'main');
  person.git('reflog', 'expire', '--expire=now', '--all');
  person.git('gc', '-q', '--prune=now');
  assert.equal(await hub.readFile(base, 'a.txt'), 'a\n');
});

test('a hub is made once, also for callers at the same time, and found by the next process', async (context) => {
  const dir = tempDir(context);
  const person = createRepository(join(dir, 'person'));
  const workspaces = openIn(join(dir, 'home'), dir);
  const open = () => workspaces.openHub('project', person.dir);
  const hubs = await Promise.all([open(), open(), open()]);
  assert.equal(new Set(hubs).size, 1);
  await hubs[0]?.pin('task/head', oid(person.git('rev-parse', 'HEAD')));
  const later = await openIn(join(dir, 'home'), dir).openHub('project', person.dir);
  assert.equal(await later.pinned('task/head'), person.git('rev-parse', 'HEAD'));
});

test('what a crash left behind, half a hub or a lock, does not stop the next start', async (context) => {
  const { hub, home, dir, person, base } = await openRoom(context);
  mkdirSync(join(home, 'p/other/hub.git.new/refs'), { recursive: true });
  for (const name of ['refs/heads/main.lock', 'packed-refs.lock', 'refs/tasklane/upstream/main.lock'])
    writeFileSync(join(hub.dir, name), '');
  const later = openIn(home, dir);
  await later.openHub('other', person.dir);
  const again = await later.openHub('project', person.dir);
  assert.deepEqual(await again.sync('main'), { head: base, relation: 'same' });
  await again.pin('x', base);
});

test('a bare repository and a linked work tree of a repository can be the source', async (context) => {
  const dir = tempDir(context);
  const person = createRepository(join(dir, 'person'));
  const head = person.git('rev-parse', 'HEAD');
  person.git('clone', '-q', '--bare', '.', join(dir, 'bare.git'));
  person.git('worktree', 'add', '-q', '-b', 'feature', join(dir, 'linked'));
  const workspaces = openIn(join(dir, 'home'), dir);
  for (const [project, root, branch] of [
    ['bare', 'bare.git', 'main'],
    ['linked', 'linked', 'feature'],
    ['linked-main', 'linked', 'main'],
  ] as const) {
    const hub = await workspaces.openHub(project, join(dir, root));
    assert.deepEqual(await hub.sync(branch), { head, relation: 'same' });
  }
});

test('the person’s new commits move the hub’s branch forward', async (context) => {
  const { hub, person } = await openRoom(context);
  const head = person.commit({ 'a.txt': 'a\n' }, 'second');
  assert.deepEqual(await hub.sync('main'), { head, relation: 'same' });
  assert.equal(await hub.branchHead('main'), head);
});

test('applied work that the person has not taken is ahead, and stays', async (context) => {
  const { hub, apply } = await openRoom(context);
  const head = await apply({ 'a.txt': 'a\n' });
  assert.deepEqual(await hub.sync('main'), { head, relation: 'ahead' });
  assert.deepEqual(await hub.sync('main'), { head, relation: 'ahead' });
});

test('commits on both sides diverge; the hub keeps its own and offers it, until the person merges it', async (context) => {
  const { hub, person, apply } = await openRoom(context);
  const head = await apply({ 'a.txt': 'a\n' });
  person.commit({ 'b.txt': 'b\n' }, 'mine');
  assert.deepEqual(await hub.sync('main'), { head, relation: 'diverged' });
  assert.equal(person.git('rev-parse', 'tasklane/main'), head);
  person.git('merge', '-q', '--no-edit', 'tasklane/main');
  assert.deepEqual(await hub.sync('main'), { head: person.git('rev-parse', 'HEAD'), relation: 'same' });
  assert.equal(person.git('branch', '--list', 'tasklane/*'), '');
});

test('a branch that the person rewrote is followed where nothing of ours would be lost', async (context) => {
  const { hub, person, apply, base } = await openRoom(context);
  person.git('commit', '-q', '--amend', '-m', 'amended');
  const amended = person.git('rev-parse', 'HEAD');
  assert.deepEqual(await hub.sync('main'), { head: amended, relation: 'same' });
  person.commit({ 'b.txt': 'b\n' }, 'second');
  await hub.sync('main');
  person.git('reset', '-q', '--hard', amended);
  assert.deepEqual(await hub.sync('main'), { head: amended, relation: 'same' });
  const applied = await apply({ 'a.txt': 'a\n' });
  person.git('reset', '-q', '--hard', base);
  assert.deepEqual(await hub.sync('main'), { head: applied, relation: 'diverged' });
});

test('applied work that was delivered and then taken back by the person stays taken back', async (context) => {
  const { hub, person, apply, base } = await openRoom(context);
  await apply({ 'a.txt': 'a\n' });
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
  person.git('reset', '-q', '--hard', base);
  assert.deepEqual(await hub.sync('main'), { head: base, relation: 'same' });
});

test('a branch or a repository that is gone is said in one sentence', async (context) => {
  const { hub, person, dir } = await openRoom(context);
  await assert.rejects(hub.sync('none'), {
    code: 'unsupported_repository',
    message: `The repository at ${person.dir} has no branch none any more.`,
  });
  await assert.rejects(hub.sync('--upload-pack=touch'), { code: 'invalid_input' });
  rmSync(join(person.dir, '.git'), { recursive: true });
  await assert.rejects(hub.sync('main'), { code: 'not_a_repository' });
  renameSync(person.dir, join(dir, 'elsewhere'));
  await assert.rejects(hub.sync('main'), {
    code: 'unsupported_repository',
    message: `The repository at ${person.dir} is not there any more.`,
  });
});

test('several syncs at the same time all see the same', async (context) => {
  const { hub, person } = await openRoom(context);
  const head = person.commit({ 'a.txt': 'a\n' }, 'second');
  const results = await Promise.all(Array.from({ length: 5 }, () => hub.sync('main')));
  for (const result of results) assert.deepEqual(result, { head, relation: 'same' });
});

test('of fifty who move the branch from the same commit, one wins', async (context) => {
  const { hub, base } = await openRoom(context);
  const tree = await hub.treeOf(base);
  const moves = Array.from({ length: 50 }, async (_, index) => {
    const to = await hub.commit({ tree, parents: [base], message: `${index}`, author });
    return { to, won: await hub.moveBranch('main', to, base) };
  });
  const winners = (await Promise.all(moves)).filter((move) => move.won);
  assert.equal(winners.length, 1);
  assert.equal(await hub.branchHead('main'), winners[0]?.to);
});

test('a branch is not moved to a commit that does not exist', async (context) => {
  const { hub, base } = await openRoom(context);
  await assert.rejects(hub.moveBranch('main', oid('1'.repeat(40)), base), { code: 'git_failed' });
  assert.equal(await hub.branchHead('main'), base);
});

test('pins are set, moved, read and taken away', async (context) => {
  const { hub, base, apply } = await openRoom(context);
  assert.equal(await hub.pinned('task/head'), null);
  await hub.pin('task/head', base);
  const next = await apply({ a: '1' });
  await hub.pin('task/head', next);
  await hub.pin('task/attempt-1', base);
  assert.equal(await hub.pinned('task/head'), next);
  assert.equal(await hub.pinned('task'), null);
  await hub.pin('task/head', null);
  await hub.pin('task/head', null);
  assert.equal(await hub.pinned('task/head'), null);
  assert.equal(await hub.pinned('task/attempt-1'), base);
});

test('a merge without conflict is a tree with both sides', async (context) => {
  const { hub, base, workspace } = await openRoom(context, { files: { 'a.txt': 'a\n' } });
  const [one, two] = await Promise.all(['one', 'two'].map((task) => workspace(task)));
  assert.ok(one && two);
  writeFileSync(join(one.tree, 'one.txt'), '1\n');
  writeFileSync(join(two.tree, 'two.txt'), '2\n');
  const message = { message: 'x', author };
  const [ours, theirs] = [await hub.snapshot(one, base, message), await hub.snapshot(two, base, message)];
  const merged = await hub.merge(ours.head, theirs.head);
  assert.ok(merged.kind === 'clean');
  const parents = [ours.head, theirs.head];
  const commit = await hub.commit({ tree: merged.tree, parents, message: 'merge', author });
  assert.equal(await hub.readFile(commit, 'one.txt'), '1\n');
  assert.equal(await hub.readFile(commit, 'two.txt'), '2\n');
  assert.equal(await hub.isAncestor(theirs.head, commit), true);
  assert.equal(await hub.isAncestor(commit, theirs.head), false);
});

test('a merge with conflicts names each file once, with any name', async (context) => {
  const { hub, base, workspace } = await openRoom(context, {
    files: { 'a.txt': 'a\n', 'ü "b"\n': 'b\n', c: 'c\n' },
  });
  const [one, two] = await Promise.all(['one', 'two'].map((task) => workspace(task)));
  assert.ok(one && two);
  for (const { tree, dir } of [one, two])
    for (const name of ['a.txt', 'ü "b"\n', 'new']) writeFileSync(join(tree, name), dir);
  rmSync(join(one.tree, 'c'));
  writeFileSync(join(two.tree, 'c'), 'changed\n');
  const message = { message: 'x', author };
  const [ours, theirs] = [await hub.snapshot(one, base, message), await hub.snapshot(two, base, message)];
  assert.deepEqual(await hub.merge(ours.head, theirs.head), {
    kind: 'conflict',
    files: ['a.txt', 'c', 'new', 'ü "b"\n'],
  });
});

test('a merge with a commit that does not exist is an error and not a conflict', async (context) => {
  const { hub, base } = await openRoom(context);
  await assert.rejects(hub.merge(base, oid('1'.repeat(40))), { code: 'git_failed' });
});

test('a file of a commit is text; a folder, a missing file and a path that leads out are null', async (context) => {
  const { hub, base } = await openRoom(context, {
    files: { '.tasklane/config.json': '{"ü":1}\n', 'a*': 'star\n', ab: 'ab\n' },
  });
  assert.equal(await hub.readFile(base, '.tasklane/config.json'), '{"ü":1}\n');
  assert.equal(await hub.readFile(base, 'a*'), 'star\n');
  for (const path of ['.tasklane', '.tasklane/', 'none', '../etc/passwd', '', '.tasklane/config.json/x'])
    assert.equal(await hub.readFile(base, path), null, path);
});
