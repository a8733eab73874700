// The matrix of git.md §2.2: what a fast-forward does to a checkout in every state a person may leave it in.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository } from '../../test/support/git-repo.ts';
import type { TestRepository } from '../../test/support/git-repo.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { author, openIn, openRoom } from '../../test/support/workspace-room.ts';
import type { Room } from '../../test/support/workspace-room.ts';
import type { Oid } from '../domain/ids.ts';
import { silentLog } from '../lib/log.ts';
import { openWorkspaces } from './open-workspaces.ts';

const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': '*.env\nbuild/\n', dir: 'a file\n' };
const changes = {
  'a.txt': 'applied\n',
  'new.txt': 'applied\n',
  '.env': 'applied\n',
  'deep/er/x': 'applied\n',
  dir: null,
  'dir/inside': 'applied\n',
};

async function scene(context: TestContext): Promise<Room & { head: Oid }> {
  const room = await openRoom(context, { files });
  // Ignored by the person, yet part of what is applied: as a file that was added by force.
  const head = await room.apply({ ...changes, '.gitignore': 'build/\n' });
  return { ...room, head };
}

/** Everything of a checkout that delivery must not touch. */
function look(person: TestRepository): string {
  return [
    person.git('rev-parse', 'HEAD'),
    person.git('status', '--porcelain', '--ignored', '-uall'),
    person.git('diff', 'HEAD'),
    person.git('stash', 'list'),
  ].join('\n');
}

interface State {
  readonly state: string;
  readonly change: (person: TestRepository) => void;
}

describe('a checkout is fast-forwarded, and what the person has there is kept', () => {
  const states: readonly (State & { readonly kept: Readonly<Record<string, string>> })[] = [
    { state: 'clean', change: () => undefined, kept: {} },
    {
      state: 'an edit in another file',
      change: (p) => p.write('b.txt', 'mine\n'),
      kept: { 'b.txt': 'mine\n' },
    },
    {
      state: 'a staged edit in another file',
      change: (p) => {
        p.write('b.txt', 'mine\n');
        p.git('add', 'b.txt');
      },
      kept: { 'b.txt': 'mine\n' },
    },
    {
      state: 'another untracked file',
      change: (p) => p.write('o.txt', 'mine\n'),
      kept: { 'o.txt': 'mine\n' },
    },
    {
      state: 'another ignored file',
      change: (p) => p.write('build/o', 'mine\n'),
      kept: { 'build/o': 'mine\n' },
    },
    {
      state: 'times that changed without the content',
      change: (p) => p.write('a.txt', 'a\n'),
      kept: {},
    },
  ];
  for (const { state, change, kept } of states)
    test(state, async (context) => {
      const { hub, person, head } = await scene(context);
      change(person);
      assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
      assert.equal(person.git('rev-parse', 'main'), head);
      for (const [path, content] of Object.entries({
        'a.txt': 'applied\n',
        'dir/inside': 'applied\n',
        ...kept,
      }))
        assert.equal(readFileSync(join(person.dir, path), 'utf8'), content);
      assert.equal(person.git('stash', 'list'), '');
      assert.equal(person.git('branch', '--list', 'tasklane/*'), '');
    });
});

describe('a checkout is left exactly as it is, and the files in the way are named', () => {
  const states: readonly (State & { readonly inTheWay: readonly string[] })[] = [
    { state: 'an edit in the same file', change: (p) => p.write('a.txt', 'mine\n'), inTheWay: ['a.txt'] },
    {
      state: 'a staged edit in the same file',
      change: (p) => {
        p.write('a.txt', 'mine\n');
        p.git('add', 'a.txt');
      },
      inTheWay: ['a.txt'],
    },
    {
      state: 'the same edit, not committed',
      change: (p) => p.write('a.txt', 'applied\n'),
      inTheWay: ['a.txt'],
    },
    {
      state: 'a deletion of the same file',
      change: (p) => rmSync(join(p.dir, 'a.txt')),
      inTheWay: ['a.txt'],
    },
    { state: 'an untracked file', change: (p) => p.write('new.txt', 'mine\n'), inTheWay: ['new.txt'] },
    { state: 'an ignored file', change: (p) => p.write('.env', 'SECRET=1\n'), inTheWay: ['.env'] },
    { state: 'an ignored file where a folder must be', change: excludeAnd('deep'), inTheWay: ['deep'] },
    { state: 'a folder with a file in it', change: (p) => p.write('new.txt/x', 'mine\n'), inTheWay: [] },
    {
      state: 'a symlink where a folder must be',
      change: (p) => symlinkSync('/tmp', join(p.dir, 'deep')),
      inTheWay: ['deep'],
    },
    {
      state: 'several at once',
      change: (p) => {
        p.write('a.txt', 'mine\n');
        p.write('.env', 'SECRET=1\n');
      },
      inTheWay: ['.env', 'a.txt'],
    },
    {
      state: 'a merge that is not finished',
      change: (p) => {
        p.git('checkout', '-q', '-b', 'side');
        p.commit({ 'b.txt': 'side\n' }, 'side');
        p.git('checkout', '-q', 'main');
        p.git('merge', '-q', '--no-commit', '--no-ff', 'side');
      },
      inTheWay: [],
    },
  ];
  for (const { state, change, inTheWay } of states)
    test(state, async (context) => {
      const { hub, person, head } = await scene(context);
      change(person);
      const before = look(person);
      const delivery = await hub.deliver('main');
      assert.ok(delivery.kind === 'left_alone', delivery.kind);
      assert.deepEqual(delivery.files, inTheWay);
      for (const file of inTheWay) assert.ok(delivery.reason.includes(file), delivery.reason);
      assert.match(
        delivery.reason,
        /waits on the branch tasklane\/main; take it with `git merge tasklane\/main`/,
      );
      assert.equal(look(person), before);
      assert.equal(person.git('rev-parse', 'tasklane/main'), head);
    });
});

function excludeAnd(path: string): (person: TestRepository) => void {
  return (person) => {
    writeFileSync(join(person.dir, '.git/info/exclude'), `${path}\n`);
    person.write(path, 'mine\n');
  };
}

test('what was left alone is delivered by a later try, and the branch that offered it goes away', async (context) => {
  const { hub, person, head } = await scene(context);
  person.write('a.txt', 'mine\n');
  assert.equal((await hub.deliver('main')).kind, 'left_alone');
  person.git('checkout', '-q', 'a.txt');
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
  assert.equal(person.git('rev-parse', 'main'), head);
  assert.equal(person.git('branch', '--list', 'tasklane/*'), '');
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
});

test('an index that another git holds for a moment is waited for', async (context) => {
  const { person, dir, home } = await scene(context);
  const lock = join(person.dir, '.git/index.lock');
  const tries = join(dir, 'tries');
  writeFileSync(lock, '');
  writeFileSync(tries, '');
  // A git in the PATH that tells of each try, so that the lock is released only once one has failed.
  const path = process.env['PATH'] ?? '';
  mkdirSync(join(dir, 'bin'));
  writeFileSync(
    join(dir, 'bin/git'),
    `#!/bin/sh\nPATH='${path}' git "$@"; code=$?\ncase "$*" in *ff-only*) echo $code >> '${tries}';; esac\nexit $code\n`,
    { mode: 0o755 },
  );
  const watcher = watch(tries, () => rmSync(lock, { force: true }));
  context.after(() => watcher.close());
  const environment = { PATH: `${join(dir, 'bin')}:${path}`, HOME: join(dir, 'person-home') };
  const hub = await openWorkspaces({ home, log: silentLog, environment }).openHub('project', person.dir);
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
  const codes = readFileSync(tries, 'utf8').trim().split('\n');
  assert.equal(codes.at(-1), '0');
  assert.ok(codes.length > 1, 'the lock was met at least once');
});

test('an index that stays locked is left alone after some seconds, and the lock is not ours to break', async (context) => {
  const { hub, person } = await scene(context);
  const lock = join(person.dir, '.git/index.lock');
  writeFileSync(lock, '');
  const delivery = await hub.deliver('main');
  assert.ok(delivery.kind === 'left_alone');
  assert.match(delivery.reason, /index\.lock/);
  assert.equal(existsSync(lock), true);
});

test('a branch that is not checked out is only moved', async (context) => {
  const { hub, person, head } = await scene(context);
  person.git('checkout', '-q', '-b', 'elsewhere');
  person.write('a.txt', 'mine\n');
  const before = look(person);
  assert.deepEqual(await hub.deliver('main'), { kind: 'ref_moved' });
  assert.equal(person.git('rev-parse', 'main'), head);
  assert.equal(look(person), before);
});

test('a detached HEAD stays where it is while the branch moves', async (context) => {
  const { hub, person, head } = await scene(context);
  person.git('checkout', '-q', '--detach');
  const before = look(person);
  assert.deepEqual(await hub.deliver('main'), { kind: 'ref_moved' });
  assert.equal(person.git('rev-parse', 'main'), head);
  assert.equal(look(person), before);
});

test('a branch in the middle of a rebase is left alone', async (context) => {
  const { hub, person, base } = await scene(context);
  person.git('update-ref', 'refs/heads/older', base);
  assert.throws(() => person.git('rebase', '-q', '--force-rebase', '-x', 'false', '--root'));
  const delivery = await hub.deliver('main');
  assert.ok(delivery.kind === 'left_alone');
  assert.match(delivery.reason, /in use, by a rebase/);
  assert.equal(person.git('rev-parse', 'main'), base);
});

test('a branch that is checked out in a linked work tree is fast-forwarded there', async (context) => {
  const { hub, person, dir, head } = await scene(context);
  person.git('checkout', '-q', '-b', 'elsewhere');
  const linked = join(dir, 'linked größe');
  person.git('worktree', 'add', '-q', linked, 'main');
  writeFileSync(join(linked, 'b.txt'), 'mine\n');
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
  assert.equal(readFileSync(join(linked, 'a.txt'), 'utf8'), 'applied\n');
  assert.equal(readFileSync(join(linked, 'b.txt'), 'utf8'), 'mine\n');
  assert.equal(person.git('rev-parse', 'main'), head);
  assert.equal(readFileSync(join(person.dir, 'a.txt'), 'utf8'), 'a\n');
});

test('a branch that is checked out twice is left alone', async (context) => {
  const { hub, person, dir, base } = await scene(context);
  person.git('worktree', 'add', '-q', '--force', join(dir, 'linked'), 'main');
  const delivery = await hub.deliver('main');
  assert.ok(delivery.kind === 'left_alone');
  assert.match(delivery.reason, /more than one place/);
  assert.equal(person.git('rev-parse', 'main'), base);
});

test('a bare repository gets the ref', async (context) => {
  const dir = tempDir(context);
  const person = createRepository(join(dir, 'person'));
  const bare = join(dir, 'bare.git');
  person.git('clone', '-q', '--bare', '.', bare);
  const workspaces = openIn(join(dir, 'home'), dir);
  const hub = await workspaces.openHub('project', bare);
  const { head } = await hub.sync('main');
  const tree = await hub.treeOf(head);
  const next = await hub.commit({ tree, parents: [head], message: 'next', author });
  await hub.moveBranch('main', next, head);
  assert.deepEqual(await hub.deliver('main'), { kind: 'ref_moved' });
  assert.equal(person.git('-C', bare, 'rev-parse', 'main'), next);
});

test("commits of the person's own are never lost, checked out or not", async (context) => {
  const { hub, person } = await scene(context);
  const mine = person.commit({ 'mine.txt': 'mine\n' }, 'mine');
  for (const away of [false, true]) {
    if (away) person.git('checkout', '-q', '-b', 'elsewhere');
    const delivery = await hub.deliver('main');
    assert.ok(delivery.kind === 'left_alone');
    assert.match(delivery.reason, /commits of its own/);
    assert.equal(person.git('rev-parse', 'main'), mine);
  }
});

test('a branch that the person deleted is not made again', async (context) => {
  const { hub, person } = await scene(context);
  person.git('checkout', '-q', '-b', 'elsewhere');
  person.git('branch', '-q', '-D', 'main');
  const delivery = await hub.deliver('main');
  assert.ok(delivery.kind === 'left_alone');
  assert.match(delivery.reason, /no branch main any more/);
  assert.throws(() => person.git('rev-parse', '--verify', 'main'));
});

test("the person's own filters and line endings hold in their checkout", async (context) => {
  const room = await openRoom(context, { files: { '.gitattributes': '*.big filter=up\n', 'a.big': 'a\n' } });
  writeFileSync(
    join(room.dir, 'person-home/.gitconfig'),
    '[filter "up"]\n\tsmudge = tr a-z A-Z\n\tclean = tr A-Z a-z\n\trequired = true\n[core]\n\tautocrlf = true\n',
  );
  await room.apply({ 'b.big': 'big\n', 'b.txt': 'text\n' });
  assert.deepEqual(await room.hub.deliver('main'), { kind: 'fast_forwarded' });
  assert.equal(readFileSync(join(room.person.dir, 'b.big'), 'utf8').trim(), 'BIG');
  assert.equal(readFileSync(join(room.person.dir, 'b.txt'), 'utf8'), 'text\r\n');
});

test('a branch that moves while its files are written keeps them out: the checkout is as it was', async (context) => {
  const room = await openRoom(context, {
    files: { '.gitattributes': '*.big filter=race\n', 'a.txt': 'a\n' },
  });
  const { person } = room;
  await room.apply({ 'a.txt': 'applied\n', 'b.big': 'big\n', 'deep/er/x': 'applied\n' });
  person.write('own.txt', 'mine\n');
  const theirs = person.git('commit-tree', '-p', 'HEAD', '-m', 'in this moment', 'HEAD^{tree}');
  writeFileSync(
    join(room.dir, 'person-home/.gitconfig'),
    `[filter "race"]\n\tsmudge = git update-ref refs/heads/main ${theirs} && cat\n\tclean = cat\n\trequired = true\n`,
  );
  const delivery = await room.hub.deliver('main');
  assert.ok(delivery.kind === 'left_alone');
  assert.match(delivery.reason, /cannot lock ref[\s\S]*git merge tasklane\/main/);
  assert.equal(person.git('rev-parse', 'main'), theirs);
  assert.equal(person.git('status', '--porcelain'), '?? own.txt');
  assert.equal(readFileSync(join(person.dir, 'a.txt'), 'utf8'), 'a\n');
  assert.equal(existsSync(join(person.dir, 'deep')), false);
});
