// What a subagent did in a copy of its own comes into the copy of the agent that asked for it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Room } from '../../test/support/workspace-room.ts';
import type { Oid } from '../domain/ids.ts';
import type { Workspace } from './workspaces.ts';

const commit = { message: 'work\n', author };

interface Two {
  readonly parent: Workspace;
  readonly child: Workspace;
  readonly base: Oid;
}

async function two({ hub, workspaces, base: first }: Room, parent: Workspace): Promise<Two> {
  const { head: base } = await hub.snapshot(parent, first, commit);
  const child = await workspaces.strategy.create(
    hub,
    workspaces.dirOf('project', 'child'),
    base,
    'tasklane/child',
  );
  return { parent, child, base };
}

async function bring(room: Room, { parent, child, base }: Two) {
  const theirs = await room.hub.snapshot(child, base, commit);
  const ours = await room.hub.snapshot(parent, base, commit);
  const merged = await room.hub.merge(ours.head, theirs.head);
  if (merged.kind === 'conflict') throw new Error(`conflict in ${merged.files.join()}`);
  return { ours, to: merged.tree };
}

function read(workspace: Workspace, path: string): string {
  return readFileSync(join(workspace.tree, path), 'utf8');
}

test('changes of both sides are there afterwards, also what is new, gone and in a folder', async (t) => {
  const room = await openRoom(t, { files: { 'a.txt': 'a\n', 'gone.txt': 'x\n', 'sub/b.txt': 'b\n' } });
  const parent = await room.workspace();
  writeFileSync(join(parent.tree, 'draft.txt'), 'of the parent\n');
  const both = await two(room, parent);
  assert.equal(read(both.child, 'draft.txt'), 'of the parent\n');
  writeFileSync(join(parent.tree, 'a.txt'), 'a2\n');
  rmSync(join(both.child.tree, 'gone.txt'));
  writeFileSync(join(both.child.tree, 'sub/b.txt'), 'b2\n');
  mkdirSync(join(both.child.tree, 'new/deep'), { recursive: true });
  writeFileSync(join(both.child.tree, 'new/deep/c.txt'), 'c\n');
  const { ours, to } = await bring(room, both);
  assert.deepEqual(await room.hub.bringInto(parent, { from: ours.tree, to }), { kind: 'done' });
  assert.equal(read(parent, 'a.txt'), 'a2\n');
  assert.equal(read(parent, 'sub/b.txt'), 'b2\n');
  assert.equal(read(parent, 'new/deep/c.txt'), 'c\n');
  assert.ok(!existsSync(join(parent.tree, 'gone.txt')));
  // The next snapshot is that tree, so nothing was lost and nothing is half done.
  assert.equal((await room.hub.snapshot(parent, both.base, commit)).tree, to);
});

test('a file that was changed meanwhile, or is in the way, is left alone, and so is all else', async (t) => {
  const room = await openRoom(t, { files: { 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': '*.log\n' } });
  const parent = await room.workspace();
  const both = await two(room, parent);
  writeFileSync(join(both.child.tree, 'a.txt'), 'of the child\n');
  writeFileSync(join(both.child.tree, 'b.txt'), 'of the child\n');
  const { ours, to } = await bring(room, both);
  writeFileSync(join(parent.tree, 'b.txt'), 'meanwhile\n');
  const brought = await room.hub.bringInto(parent, { from: ours.tree, to });
  assert.equal(brought.kind, 'moved');
  assert.match(brought.kind === 'moved' ? brought.reason : '', /b\.txt/);
  assert.equal(read(parent, 'a.txt'), 'a\n');
  assert.equal(read(parent, 'b.txt'), 'meanwhile\n');
});

test('nothing is written through a link that leads out of the copy', async (t) => {
  const room = await openRoom(t, { files: { 'sub/a.txt': 'a\n' } });
  const parent = await room.workspace();
  const both = await two(room, parent);
  writeFileSync(join(both.child.tree, 'sub/a.txt'), 'of the child\n');
  const { ours, to } = await bring(room, both);
  const outside = tempDir(t);
  writeFileSync(join(outside, 'a.txt'), 'a\n');
  rmSync(join(parent.tree, 'sub'), { recursive: true });
  symlinkSync(outside, join(parent.tree, 'sub'));
  assert.equal((await room.hub.bringInto(parent, { from: ours.tree, to })).kind, 'moved');
  assert.equal(readFileSync(join(outside, 'a.txt'), 'utf8'), 'a\n');
});
