import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openIn, openRoom } from '../../test/support/workspace-room.ts';

test('a workspace is gone at once and its files soon after', async (context) => {
  const { workspace, workspaces, home } = await openRoom(context);
  const made = await workspace();
  await workspaces.remove(made.dir);
  assert.equal(existsSync(made.dir), false);
  await workspaces.settled();
  assert.deepEqual(readdirSync(join(home, 'trash')), []);
  await workspaces.remove(made.dir);
});

test('a symlink inside of a workspace is deleted, not what it leads to', async (context) => {
  const { workspace, workspaces, person } = await openRoom(context);
  const made = await workspace();
  symlinkSync(person.dir, join(made.tree, 'link'));
  rmSync(made.home, { recursive: true });
  symlinkSync(person.dir, made.home);
  await workspaces.remove(made.dir);
  await workspaces.settled();
  assert.equal(readFileSync(join(person.dir, 'README.md'), 'utf8'), '# Test\n');
});

test('a workspace folder that became a symlink is removed itself, and what it leads to stays', async (context) => {
  const { workspace, workspaces, person } = await openRoom(context);
  const made = await workspace();
  rmSync(made.dir, { recursive: true });
  symlinkSync(person.dir, made.dir);
  await workspaces.remove(made.dir);
  await workspaces.settled();
  assert.equal(existsSync(made.dir), false);
  assert.equal(existsSync(join(person.dir, 'README.md')), true);
});

test('nothing outside of the home is removed, whatever way leads there', async (context) => {
  const { workspaces, person, home, dir } = await openRoom(context);
  symlinkSync(dir, join(home, 'p/project/ws-link'));
  for (const path of [
    person.dir,
    join(home, 'p/project/../../../person'),
    join(home, 'p/project/ws-link/person'),
    home,
    join(home, 'p'),
    join(home, 'gitconfig'),
    '/',
  ]) {
    if (path.endsWith('gitconfig')) writeFileSync(path, '');
    await assert.rejects(workspaces.remove(path), /not ours to remove|is not below/, path);
  }
  assert.equal(existsSync(join(person.dir, 'README.md')), true);
});

test('what an earlier process left in the trash is deleted at the next start', async (context) => {
  const { home, dir } = await openRoom(context);
  mkdirSync(join(home, 'trash/left/deep'), { recursive: true });
  writeFileSync(join(home, 'trash/left/deep/file'), 'x');
  await openIn(home, dir).settled();
  assert.deepEqual(readdirSync(join(home, 'trash')), []);
});

test('a project is removed with its hub and its workspaces, and can be made again', async (context) => {
  const { workspaces, workspace, home, person, base } = await openRoom(context);
  await workspace();
  await workspaces.removeProject('project');
  assert.deepEqual(readdirSync(join(home, 'p')), []);
  assert.equal(person.git('status', '--porcelain'), '');
  const hub = await workspaces.openHub('project', person.dir);
  assert.deepEqual(await hub.sync('main'), { head: base, relation: 'same' });
  await workspaces.settled();
});

test('an id that is no plain name makes no path', async (context) => {
  const { workspaces } = await openRoom(context);
  for (const id of ['..', '.', 'a/b', '', '../x', '.hidden', 'a\0b'])
    assert.throws(() => workspaces.dirOf('project', id), /cannot name a folder/);
});
