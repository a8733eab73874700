// What an agent can do to its workspace, and what of that reaches the host: nothing but the files.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { agentGit } from '../../test/contracts/workspace-strategy.contract.ts';
import { createRepository, gitEnvironment } from '../../test/support/git-repo.ts';
import { author, openIn, openRoom } from '../../test/support/workspace-room.ts';
import type { Room, RoomOptions } from '../../test/support/workspace-room.ts';
import type { Snapshot, Workspace } from './workspaces.ts';

const message = { message: 'Work of task 1', author };

interface Scene extends Room {
  readonly made: Workspace;
  write(path: string, content: string): void;
  snapshot(): Promise<Snapshot>;
  /** Paths that differ from the base. */
  changed(): Promise<readonly string[]>;
  /** A program that leaves a trace when anybody runs it. */
  readonly trap: string;
  wasRun(): boolean;
}

async function scene(context: TestContext, options?: RoomOptions): Promise<Scene> {
  const room = await openRoom(context, options);
  const made = await room.workspace();
  const trace = join(room.dir, 'trace');
  const trap = join(room.dir, 'trap');
  writeFileSync(trap, `#!/bin/sh\necho run >> '${trace}'\ncat\n`);
  chmodSync(trap, 0o755);
  const snapshot = (): Promise<Snapshot> => room.hub.snapshot(made, room.base, message);
  return {
    ...room,
    made,
    write: (path, content) => {
      mkdirSync(dirname(join(made.tree, path)), { recursive: true });
      writeFileSync(join(made.tree, path), content);
    },
    snapshot,
    changed: async () => {
      const files = await room.hub.changedFiles(room.base, (await snapshot()).head);
      return files.map((file) => file.path);
    },
    trap,
    wasRun: () => existsSync(trace),
  };
}

/** Another repository with one commit, made by the agent inside of its tree. */
function nestedRepository(made: Workspace, path: string): string {
  return createRepository(join(made.tree, path), { 'inner.txt': 'inner\n' }).git('rev-parse', 'HEAD');
}

test('a snapshot is a commit on the parent with message, author and the files as they are', async (context) => {
  const { write, snapshot, person, hub, base } = await scene(context);
  write('src/new.ts', 'export {};\n');
  const taken = await snapshot();
  assert.equal(taken.changed, true);
  assert.equal(await hub.treeOf(taken.head), taken.tree);
  const [commit] = await hub.commits(base, taken.head);
  assert.equal(commit?.message, 'Work of task 1');
  assert.equal(commit.author, 'Test Person <person@example.com>');
  assert.ok(Math.abs(commit.at - Date.now()) < 60_000);
  assert.equal(person.git('status', '--porcelain'), '');
});

test('an untouched workspace is no commit, and a second snapshot of the same files is none either', async (context) => {
  const { write, snapshot, hub, made, base } = await scene(context);
  assert.deepEqual(await snapshot(), { tree: await hub.treeOf(base), head: base, changed: false });
  write('a.txt', 'a\n');
  const first = await snapshot();
  assert.deepEqual(await hub.snapshot(made, first.head, message), {
    tree: first.tree,
    head: first.head,
    changed: false,
  });
});

test('a change that keeps size and time of a file is still seen', async (context) => {
  const { write, changed, made } = await scene(context, { files: { 'a.txt': 'aaaa\n' } });
  const { atime, mtime } = statSync(join(made.tree, 'a.txt'));
  write('a.txt', 'bbbb\n');
  utimesSync(join(made.tree, 'a.txt'), atime, mtime);
  assert.deepEqual(await changed(), ['a.txt']);
});

test('ignored files stay out, tracked ones are taken although .gitignore names them', async (context) => {
  const { write, changed } = await scene(context, {
    files: { 'kept.log': '1\n' },
    prepare: (person) => person.commit({ '.gitignore': '*.log\nnode_modules/\n' }, 'ignore'),
  });
  write('node_modules/x/index.js', 'x\n');
  write('other.log', 'x\n');
  write('kept.log', '2\n');
  assert.deepEqual(await changed(), ['kept.log']);
});

test('what only the person ignores, in their own exclude file, is not excluded here', async (context) => {
  const { write, changed } = await scene(context, {
    prepare: (person) => appendFileSync(join(person.dir, '.git/info/exclude'), '*.txt\n'),
  });
  write('a.txt', 'a\n');
  assert.deepEqual(await changed(), ['a.txt']);
});

test('files, folders and symlinks may change places', async (context) => {
  const { write, made, changed } = await scene(context, {
    files: { file: '1\n', 'folder/x': '1\n', 'etc/passwd': '1\n' },
  });
  rmSync(join(made.tree, 'file'));
  write('file/inside', '2\n');
  rmSync(join(made.tree, 'folder'), { recursive: true });
  write('folder', '2\n');
  rmSync(join(made.tree, 'etc'), { recursive: true });
  symlinkSync('/etc', join(made.tree, 'etc'));
  assert.deepEqual(
    await changed(),
    ['etc', 'etc/passwd', 'file', 'file/inside', 'folder', 'folder/x'].sort(),
  );
});

test('a symlink is taken as a symlink; what it leads to is not read', async (context) => {
  const { made, hub, snapshot } = await scene(context);
  symlinkSync('/etc/passwd', join(made.tree, 'secrets'));
  const { head } = await snapshot();
  assert.equal(await hub.readFile(head, 'secrets'), null);
  assert.match((await hub.patch(head, head, { maxBytes: 1000 })).text, /^$/);
  const listed = execFileSync('git', ['cat-file', 'blob', `${head}:secrets`], {
    cwd: hub.dir,
    env: gitEnvironment,
  });
  assert.equal(listed.toString(), '/etc/passwd');
});

test('a .git that the agent replaced, with a monitor, filters and hooks in its configuration, runs nothing', async (context) => {
  const { made, trap, wasRun, write, changed } = await scene(context, { files: { 'a.txt': 'a\n' } });
  rmSync(join(made.tree, '.git'), { recursive: true });
  createRepository(join(made.tree, 'evil'), {});
  renameSync(join(made.tree, 'evil/.git'), join(made.tree, '.git'));
  rmSync(join(made.tree, 'evil'), { recursive: true });
  agentGit(made, 'config', 'core.fsmonitor', trap);
  agentGit(made, 'config', 'core.hooksPath', dirname(trap));
  agentGit(made, 'config', 'diff.external', trap);
  agentGit(made, 'config', 'core.attributesFile', join(made.tree, 'a.txt'));
  write('a.txt', 'b\n');
  assert.deepEqual(await changed(), ['a.txt']);
  assert.equal(wasRun(), false);
});

test('a filter, a diff driver and a merge driver named in .gitattributes run nothing', async (context) => {
  const { made, trap, wasRun, write, snapshot, hub, base } = await scene(context, {
    files: { 'a.txt': 'a\n' },
  });
  for (const key of ['filter.evil.clean', 'filter.evil.smudge', 'diff.evil.textconv', 'merge.evil.driver'])
    agentGit(made, 'config', key, trap);
  write('.gitattributes', '*.txt diff=evil merge=evil\n');
  write('a.txt', 'b\n');
  const { head } = await snapshot();
  await hub.patch(base, head, { maxBytes: 10_000 });
  await hub.merge(base, head);
  write('.gitattributes', '*.txt filter=evil\n');
  write('a.txt', 'c\n');
  await assert.rejects(snapshot(), { code: 'unsupported_repository', message: /a\.txt.*filter “evil”/ });
  assert.equal(wasRun(), false);
});

test('a .git that is a symlink, or a file that leads elsewhere, is not followed', async (context) => {
  const { made, trap, wasRun, write, changed, dir } = await scene(context);
  const evil = createRepository(join(dir, 'evil'));
  evil.git('config', 'core.fsmonitor', trap);
  rmSync(join(made.tree, '.git'), { recursive: true });
  symlinkSync(join(evil.dir, '.git'), join(made.tree, '.git'));
  write('a.txt', 'a\n');
  assert.deepEqual(await changed(), ['a.txt']);
  rmSync(join(made.tree, '.git'));
  write('.git', `gitdir: ${join(evil.dir, '.git')}\n`);
  assert.deepEqual(await changed(), ['a.txt']);
  assert.equal(wasRun(), false);
});

test('attributes that hide changes from a diff hide nothing', async (context) => {
  const { write, snapshot, hub, base } = await scene(context, { files: { 'a.ts': 'a\n' } });
  write('.gitattributes', '* -diff\n*.ts binary linguist-generated\n');
  write('a.ts', 'hidden?\n');
  const { head } = await snapshot();
  const files = await hub.changedFiles(base, head);
  assert.deepEqual(
    files.map((file) => [file.path, file.additions, file.deletions]),
    [
      ['.gitattributes', 2, 0],
      ['a.ts', 1, 1],
    ],
  );
  assert.match((await hub.patch(base, head, { maxBytes: 10_000 })).text, /^\+hidden\?$/m);
});

test('a repository that the agent made inside of the tree is refused with its path, and taken once its .git is gone', async (context) => {
  const { made, snapshot, changed, trap, wasRun } = await scene(context);
  nestedRepository(made, 'tools/inner');
  execFileSync('git', ['config', 'core.fsmonitor', trap], {
    cwd: join(made.tree, 'tools/inner'),
    env: gitEnvironment,
  });
  await assert.rejects(snapshot(), (error: unknown) => {
    assert.match(String(error), /tools\/inner is a git repository of its own/);
    assert.match(JSON.stringify(error), /Remove tools\/inner\/\.git/);
    return true;
  });
  rmSync(join(made.tree, 'tools/inner/.git'), { recursive: true });
  assert.deepEqual(await changed(), ['tools/inner/inner.txt']);
  assert.equal(wasRun(), false);
});

test('a repository without a commit, and one that took the place of a file, are refused too', async (context) => {
  const { made, snapshot } = await scene(context, { files: { file: 'x\n' } });
  createRepository(join(made.tree, 'empty'), {});
  await assert.rejects(snapshot(), /empty is a git repository of its own/);
  rmSync(join(made.tree, 'empty'), { recursive: true });
  rmSync(join(made.tree, 'file'));
  nestedRepository(made, 'file');
  await assert.rejects(snapshot(), /file is a git repository of its own/);
  // Nothing of the refused state is left in the index.
  rmSync(join(made.tree, 'file'), { recursive: true });
  writeFileSync(join(made.tree, 'file'), 'x\n');
  assert.equal((await snapshot()).changed, false);
});

test('an ignored repository inside of the tree disturbs nothing', async (context) => {
  const { made, changed, write } = await scene(context, { files: { '.gitignore': 'vendor/\n' } });
  nestedRepository(made, 'vendor/dep');
  write('a.txt', 'a\n');
  assert.deepEqual(await changed(), ['a.txt']);
});

function withSubmodule(commit: string): RoomOptions {
  return {
    prepare: (person) => {
      person.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
      person.write('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = ../sub\n');
      person.git('add', '.gitmodules');
      person.git('commit', '-q', '-m', 'submodule');
    },
  };
}

test('a submodule that stays as recorded is no change, be its folder empty, gone, or filled', async (context) => {
  const recorded = '2'.repeat(40);
  const { made, changed, write, snapshot } = await scene(context, withSubmodule(recorded));
  assert.equal(agentGit(made, 'status', '--porcelain'), '');
  assert.equal((await snapshot()).changed, false);
  rmSync(join(made.tree, 'sub'), { recursive: true });
  write('a.txt', 'a\n');
  assert.deepEqual(await changed(), ['a.txt']);
  mkdirSync(join(made.tree, 'sub/.git/refs'), { recursive: true });
  mkdirSync(join(made.tree, 'sub/.git/objects'));
  writeFileSync(join(made.tree, 'sub/.git/HEAD'), `${recorded}\n`);
  write('sub/file', 'x\n');
  assert.deepEqual(await changed(), ['a.txt']);
});

test('a submodule that was moved to another commit, or written over, is refused, and no git runs inside of it', async (context) => {
  const { made, snapshot, trap, wasRun, write } = await scene(context, withSubmodule('2'.repeat(40)));
  nestedRepository(made, 'sub');
  writeFileSync(join(made.tree, 'sub/.gitattributes'), '* filter=evil\n');
  for (const [key, value] of [
    ['core.fsmonitor', trap],
    ['filter.evil.clean', trap],
    ['filter.evil.process', trap],
  ] as const)
    execFileSync('git', ['config', key, value], { cwd: join(made.tree, 'sub'), env: gitEnvironment });
  writeFileSync(join(made.tree, 'sub/inner.txt'), 'other\n');
  await assert.rejects(snapshot(), /submodule sub was moved to another commit/);
  rmSync(join(made.tree, 'sub/.git'), { recursive: true });
  await assert.rejects(snapshot(), /submodule sub holds files that are not the submodule’s/);
  rmSync(join(made.tree, 'sub'), { recursive: true });
  write('sub', 'a file\n');
  await assert.rejects(snapshot(), /submodule sub holds files/);
  assert.equal(wasRun(), false);
});

test('git runs nothing in a filled submodule, whatever the configuration there says', async (context) => {
  // The recorded commit is the one in the folder, so that the snapshot goes all the way.
  const inner = createRepository(join((await openRoom(context)).dir, 'inner'), { 'inner.txt': 'inner\n' });
  const { made, changed, trap, wasRun, write } = await scene(
    context,
    withSubmodule(inner.git('rev-parse', 'HEAD')),
  );
  execFileSync('git', ['clone', '-q', inner.dir, join(made.tree, 'sub')], { env: gitEnvironment });
  writeFileSync(join(made.tree, 'sub/.gitattributes'), '* filter=evil\n');
  for (const key of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.process'])
    execFileSync('git', ['config', key, trap], { cwd: join(made.tree, 'sub'), env: gitEnvironment });
  writeFileSync(join(made.tree, 'sub/inner.txt'), 'other\n');
  write('a.txt', 'a\n');
  assert.deepEqual(await changed(), ['a.txt']);
  assert.equal(wasRun(), false);
});

test('a file over the limit is refused before it is in the hub; ignored ones may be of any size', async (context) => {
  const { made, snapshot, write, changed, hub } = await scene(context, { maxFileBytes: 1024 * 1024 });
  write('big.bin', '');
  truncateSync(join(made.tree, 'big.bin'), 3 * 1024 * 1024);
  const objects = (): string =>
    execFileSync('git', ['count-objects'], { cwd: hub.dir, env: gitEnvironment, encoding: 'utf8' });
  const before = objects();
  await assert.rejects(snapshot(), {
    code: 'unsupported_repository',
    message: 'The file big.bin has 3 MiB, more than the 1 MiB that a commit may hold.',
    next: 'Delete big.bin, or add it to .gitignore.',
  });
  assert.equal(objects(), before);
  write('.gitignore', '*.bin\n');
  assert.deepEqual(await changed(), ['.gitignore']);
});

test('a changed file that Git LFS keeps is refused by name; untouched and deleted pointers are fine', async (context) => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
  const files = {
    '.gitattributes': '*.png filter=lfs diff=lfs merge=lfs -text\n',
    'a.png': pointer,
    'b.png': pointer,
  };
  const { made, snapshot, write, changed } = await scene(context, { files });
  write('c.txt', 'c\n');
  rmSync(join(made.tree, 'b.png'));
  assert.deepEqual(await changed(), ['b.png', 'c.txt']);
  write('a.png', 'real image');
  await assert.rejects(snapshot(), {
    code: 'unsupported_repository',
    message:
      'The file a.png was changed, but .gitattributes keeps it in Git LFS, which Tasklane does not run.',
  });
});

test('a tree that became a symlink to another folder is not read', async (context) => {
  const { made, snapshot, dir } = await scene(context);
  mkdirSync(join(dir, 'secret'));
  writeFileSync(join(dir, 'secret/key'), 'secret\n');
  renameSync(made.tree, `${made.tree}.old`);
  await assert.rejects(snapshot(), { code: 'unsupported_repository', message: /is gone/ });
  symlinkSync(join(dir, 'secret'), made.tree);
  await assert.rejects(snapshot(), { code: 'unsupported_repository', message: /now leads to .*secret/ });
});

test('a lost index, or the lock of a killed snapshot, costs time and no work', async (context) => {
  const { made, write, changed } = await scene(context, {
    files: { 'kept.log': '1\n' },
    prepare: (person) => person.commit({ '.gitignore': '*.log\n' }, 'ignore'),
  });
  write('a.txt', 'a\n');
  writeFileSync(join(made.dir, 'index.lock'), '');
  assert.deepEqual(await changed(), ['a.txt']);
  rmSync(join(made.dir, 'index'));
  // Rebuilt from the commit: otherwise the tracked but ignored kept.log would be lost.
  assert.deepEqual(await changed(), ['a.txt']);
});

test('names that are not UTF-8 are kept byte by byte', async (context) => {
  const { made, snapshot, hub } = await scene(context);
  const name = Buffer.from([0x61, 0xff, 0xfe]);
  writeFileSync(Buffer.concat([Buffer.from(`${made.tree}/`), name]), 'x\n');
  const { head } = await snapshot();
  const listed = execFileSync('git', ['ls-tree', '-z', '--name-only', head], {
    cwd: hub.dir,
    env: gitEnvironment,
  });
  assert.ok(listed.includes(name));
});

test('snapshots of one workspace at the same time wait for each other', async (context) => {
  const { write, snapshot } = await scene(context);
  write('a.txt', 'a\n');
  const taken = await Promise.all([snapshot(), snapshot(), snapshot()]);
  assert.equal(new Set(taken.map(({ tree }) => tree)).size, 1);
});

test('a workspace that an earlier process made is taken by the next', async (context) => {
  const { write, home, dir, person, made, base } = await scene(context);
  write('a.txt', 'a\n');
  const later = openIn(home, dir);
  const hub = await later.openHub('project', person.dir);
  const found = await later.strategy.open(made.dir);
  assert.ok(found);
  const { head } = await hub.snapshot(found, base, message);
  assert.equal(await hub.readFile(head, 'a.txt'), 'a\n');
  assert.equal(readFileSync(join(found.tree, 'a.txt'), 'utf8'), 'a\n');
});
