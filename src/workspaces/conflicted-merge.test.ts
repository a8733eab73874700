// What git could not bring together, file by file, and what can be made of it without anybody.
import assert from 'node:assert/strict';
import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Oid } from '../domain/ids.ts';
import { conflictKey } from '../domain/resolution.ts';
import type { Hub, ResolvedFile } from './workspaces.ts';

const commit = { message: 'work\n', author };

/** Two pieces of work on one base, each made in a copy of its own. */
async function sides(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  change: (ours: string, theirs: string) => void,
): Promise<{ readonly hub: Hub; readonly ours: Oid; readonly theirs: Oid }> {
  const { hub, base, workspace } = await openRoom(context, { files });
  const [one, two] = [await workspace('one'), await workspace('two')];
  change(one.tree, two.tree);
  const [ours, theirs] = [await hub.snapshot(one, base, commit), await hub.snapshot(two, base, commit)];
  return { hub, ours: ours.head, theirs: theirs.head };
}

const lines = 'a\nb\nc\nd\ne\nf\n';

test('a file that one deleted and the other changed has two sides, and can be deleted by a resolution', async (context) => {
  const { hub, ours, theirs } = await sides(context, { 'a.txt': lines }, (one, two) => {
    rmSync(join(one, 'a.txt'));
    writeFileSync(join(two, 'a.txt'), `${lines}g\n`);
  });
  const found = await hub.conflicted(ours, theirs);
  const [file] = found?.files ?? [];
  assert.deepEqual([file?.path, file?.kind, file?.sides?.ours], ['a.txt', 'deleted', null]);
  const gone: ResolvedFile = { path: 'a.txt', mode: '100644', blob: null };
  const merged = await hub.merge(ours, theirs, async () => [gone]);
  assert.ok(merged.kind === 'clean');
  assert.equal(await hub.blobAt(merged.tree, 'a.txt'), null);
});

test('files that both renamed are one conflict, told by their names, and stay one until all of them are resolved', async (context) => {
  const { hub, ours, theirs } = await sides(context, { 'a.txt': lines, 'b.txt': 'b\n' }, (one, two) => {
    renameSync(join(one, 'a.txt'), join(one, 'x.txt'));
    renameSync(join(two, 'a.txt'), join(two, 'y.txt'));
    for (const tree of [one, two]) writeFileSync(join(tree, 'b.txt'), tree);
  });
  const found = await hub.conflicted(ours, theirs);
  assert.deepEqual(
    found?.files.map(({ path, sides: known }) => [path, known !== null]),
    [
      ['a.txt', true],
      ['b.txt', true],
      ['x.txt', true],
      ['y.txt', true],
    ],
  );
  const keys = found?.files.flatMap(({ sides: known }) => (known === null ? [] : [conflictKey(known)]));
  assert.equal(new Set(keys).size, 4, 'x and y are the same content on one side each');
  assert.deepEqual(
    found?.files.map(({ sides: known }) => known?.place === null),
    [false, true, false, false],
  );
  const blob = await hub.addBlob(Buffer.from('both\n'));
  const merged = await hub.merge(ours, theirs, async () => [{ path: 'b.txt', mode: '100644', blob }]);
  assert.deepEqual(merged, { kind: 'conflict', files: ['a.txt', 'x.txt', 'y.txt'] });
});

test('a file that one side made a link has no sides; one that was deleted beside it has', async (context) => {
  const { hub, ours, theirs } = await sides(
    context,
    { 'a.txt': lines, 'b.txt': `b\n${lines}` },
    (one, two) => {
      rmSync(join(one, 'a.txt'));
      symlinkSync('b.txt', join(one, 'a.txt'));
      writeFileSync(join(two, 'a.txt'), `${lines}g\n`);
      rmSync(join(two, 'b.txt'));
      writeFileSync(join(one, 'b.txt'), `c\n${lines}`);
    },
  );
  const found = await hub.conflicted(ours, theirs);
  const known = new Map(found?.files.map((file) => [file.kind, file.sides]));
  assert.equal(known.get('type'), null);
  assert.equal(known.get('deleted')?.theirs, null);
});

test('a file that only became a program merges with changed lines; in a conflict it stays one', async (context) => {
  const { hub, ours, theirs } = await sides(context, { run: lines, other: lines }, (one, two) => {
    for (const name of ['run', 'other']) chmodSync(join(one, name), 0o755);
    writeFileSync(join(one, 'other'), `one\n${lines}`);
    writeFileSync(join(two, 'other'), `two\n${lines}`);
    writeFileSync(join(two, 'run'), `${lines}g\n`);
  });
  const found = await hub.conflicted(ours, theirs);
  assert.deepEqual(
    found?.files.map(({ path, mode }) => [path, mode]),
    [['other', '100755']],
  );
});
