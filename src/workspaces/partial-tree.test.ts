import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Hub } from './workspaces.ts';

const message = { message: 'x', author };

test('a partial tree has the changes that are kept and none of the others, of every kind', async (context) => {
  const files = { 'mod.txt': 'a\n', 'del.txt': 'd\n', 'old.txt': 'o\n', run: 'r\n', 'other.txt': 'x\n' };
  const { hub, base, workspace } = await openRoom(context, { files });
  const made = await workspace();
  const at = (path: string): string => join(made.tree, path);
  writeFileSync(at('mod.txt'), 'b\n');
  rmSync(at('del.txt'));
  renameSync(at('old.txt'), at('new\tname ü.txt'));
  chmodSync(at('run'), 0o755);
  writeFileSync(at('other.txt'), 'changed\n');
  symlinkSync('mod.txt', at('link'));
  const { head } = await hub.snapshot(made, base, message);
  const all = ['del.txt', 'link', 'mod.txt', 'new\tname ü.txt', 'old.txt', 'other.txt', 'run'];
  for (const kept of [all, all.slice(0, 3), ['old.txt'], ['new\tname ü.txt', 'run'], []])
    assert.deepEqual(await changed(hub, base, head, kept), kept);
  const everything = await hub.treeWithOnly(base, head, () => true);
  assert.equal(everything, await hub.treeOf(head));
  assert.equal(await hub.treeWithOnly(base, head, () => false), await hub.treeOf(base));
  assert.deepEqual(
    readdirSync(hub.dir).filter((name) => name.startsWith('index')),
    [],
  );
});

test('a folder in the place of a file, and a file in the place of a folder', async (context) => {
  const { hub, base, workspace } = await openRoom(context, { files: { a: 'a\n', 'b/c': 'c\n' } });
  const made = await workspace();
  rmSync(join(made.tree, 'a'));
  mkdirSync(join(made.tree, 'a'));
  writeFileSync(join(made.tree, 'a', 'x'), 'x\n');
  rmSync(join(made.tree, 'b'), { recursive: true });
  writeFileSync(join(made.tree, 'b'), 'b\n');
  const { head } = await hub.snapshot(made, base, message);
  assert.deepEqual(await changed(hub, base, head, ['a', 'a/x']), ['a', 'a/x']);
  assert.deepEqual(await changed(hub, base, head, ['b', 'b/c']), ['b', 'b/c']);
});

async function changed(hub: Hub, base: Parameters<Hub['treeOf']>[0], head: typeof base, kept: string[]) {
  const tree = await hub.treeWithOnly(base, head, (path) => kept.includes(path));
  const commit = await hub.commit({ tree, parents: [base], message: 'partial', author });
  const files = await hub.changedFiles(base, commit);
  return files.flatMap((file) => (file.from === null ? [file.path] : [file.from, file.path])).sort();
}
