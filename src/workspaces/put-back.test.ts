// A check may do anything to the tree that it looks at; the work stays as the agent left it.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Room } from '../../test/support/workspace-room.ts';
import type { Oid } from '../domain/ids.ts';
import type { Workspace } from './workspaces.ts';

interface Scene extends Room {
  readonly made: Workspace;
  readonly head: Oid;
  path(name: string): string;
  read(name: string): string;
}

/** A workspace with work in it that is committed: a.txt changed, new.txt made. */
async function scene(context: TestContext): Promise<Scene> {
  const files = { 'a.txt': 'a\n', 'src/b.txt': 'b\n', 'run.sh': '#!/bin/sh\n', '.gitignore': 'cache/\n' };
  const room = await openRoom(context, { files });
  const made = await room.workspace();
  const path = (name: string): string => join(made.tree, name);
  writeFileSync(path('a.txt'), 'mine\n');
  writeFileSync(path('new.txt'), 'new\n');
  const { head } = await room.hub.snapshot(made, room.base, { message: 'work', author });
  return { ...room, made, head, path, read: (name) => readFileSync(path(name), 'utf8') };
}

test('files that were changed, deleted, made executable or became something else are as in the snapshot', async (context) => {
  const { hub, made, head, path, read } = await scene(context);
  writeFileSync(path('a.txt'), 'formatted\n');
  rmSync(path('new.txt'));
  chmodSync(path('run.sh'), 0o755);
  rmSync(path('src'), { recursive: true });
  symlinkSync('/tmp', path('src'));
  const changed = await hub.putBack(made, { made: false });
  assert.deepEqual([...changed].toSorted(), ['a.txt', 'new.txt', 'run.sh', 'src/b.txt']);
  assert.deepEqual([read('a.txt'), read('new.txt'), read('src/b.txt')], ['mine\n', 'new\n', 'b\n']);
  assert.equal(statSync(path('run.sh')).mode & 0o111, 0);
  assert.deepEqual(await hub.putBack(made, { made: true }), []);
  const again = await hub.snapshot(made, head, { message: 'again', author });
  assert.equal(again.changed, false);
});

test('new files go only where that is asked for, and what git ignores stays', async (context) => {
  const { hub, made, head, path } = await scene(context);
  mkdirSync(path('cache'));
  writeFileSync(path('cache/kept'), 'x');
  mkdirSync(path('inner/.git'), { recursive: true });
  writeFileSync(path('inner/made'), 'x');
  writeFileSync(path('made.txt'), 'x');
  assert.deepEqual(await hub.putBack(made, { made: false }), []);
  assert.equal(existsSync(path('made.txt')), true);
  assert.deepEqual(await hub.putBack(made, { made: true }), []);
  assert.deepEqual(
    ['made.txt', 'inner', 'cache/kept', '.git/HEAD'].map((name) => existsSync(path(name))),
    [false, false, true, true],
  );
  assert.equal((await hub.snapshot(made, head, { message: 'again', author })).changed, false);
});

test('a file that is only touched is not called changed', async (context) => {
  const { hub, made, path } = await scene(context);
  writeFileSync(path('a.txt'), 'mine\n');
  assert.deepEqual(await hub.putBack(made, { made: true }), []);
});

test('a tree that leads elsewhere is not touched', async (context) => {
  const { hub, made, dir } = await scene(context);
  const elsewhere = join(dir, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'precious'), 'x');
  rmSync(made.tree, { recursive: true });
  symlinkSync(elsewhere, made.tree);
  await assert.rejects(hub.putBack(made, { made: true }), /now leads to/);
  assert.equal(existsSync(join(elsewhere, 'precious')), true);
});
