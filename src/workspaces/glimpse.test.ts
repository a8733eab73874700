// A look at a copy at work sees what is there, and changes nothing of what the real snapshot finds.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';

test('it sees new, changed and deleted files, and says when nothing changed since', async (context) => {
  const room = await openRoom(context, { files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  const workspace = await room.workspace();
  const nothing = await room.hub.glimpse(workspace, room.base, null);
  assert.deepEqual([nothing.changed, nothing.head], [false, room.base]);
  writeFileSync(join(workspace.tree, 'a.txt'), 'changed\n');
  writeFileSync(join(workspace.tree, 'new.txt'), 'new\n');
  rmSync(join(workspace.tree, 'b.txt'));
  const seen = await room.hub.glimpse(workspace, room.base, nothing);
  assert.deepEqual(
    (await room.hub.changedFiles(room.base, seen.head)).map(({ path, status }) => [path, status]),
    [
      ['a.txt', 'modified'],
      ['b.txt', 'deleted'],
      ['new.txt', 'added'],
    ],
  );
  assert.equal(await room.hub.glimpse(workspace, room.base, seen), seen);
});

test('a file that was seen once and is ignored by the end is not committed', async (context) => {
  const room = await openRoom(context);
  const workspace = await room.workspace();
  writeFileSync(join(workspace.tree, 'build.log'), 'noise\n');
  assert.equal((await room.hub.glimpse(workspace, room.base, null)).changed, true);
  writeFileSync(join(workspace.tree, '.gitignore'), '*.log\n');
  const snapshot = await room.hub.snapshot(workspace, room.base, { message: 'work', author });
  assert.deepEqual(
    (await room.hub.changedFiles(room.base, snapshot.head)).map(({ path }) => path),
    ['.gitignore'],
  );
});
