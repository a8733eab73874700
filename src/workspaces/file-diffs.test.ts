// The files of a diff as data: what each is, and its lines with their numbers.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import type { Hub, Workspace } from './workspaces.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

async function diffed(
  context: TestContext,
  files: Record<string, string>,
  change: (made: Workspace) => void,
) {
  const { workspace, hub, base } = await openRoom(context, { files });
  const made = await workspace();
  change(made);
  const { head } = await hub.snapshot(made, base, { message: 'x', author });
  const entries = await hub.fileEntries(base, head);
  const read = (maxBytes = 1024 * 1024): ReturnType<Hub['hunksOf']> =>
    hub.hunksOf({ from: base, to: head }, entries, { context: 1, maxBytes });
  return { entries, read };
}

test('R34 each file says what it is: renamed, binary, image, link, with modes and sizes', async (context) => {
  const files = { 'old name.txt': lines(20), run: 'x\n', type: 'x\n', 'gone.txt': 'x\n' };
  const { entries } = await diffed(context, files, ({ tree }) => {
    renameSync(join(tree, 'old name.txt'), join(tree, 'new\tname ü.txt'));
    chmodSync(join(tree, 'run'), 0o755);
    rmSync(join(tree, 'type'));
    symlinkSync('run', join(tree, 'type'));
    rmSync(join(tree, 'gone.txt'));
    writeFileSync(join(tree, 'logo.PNG'), Buffer.from([0, 1, 2]));
    writeFileSync(join(tree, 'data'), Buffer.from([0, 1]));
  });
  const brief = entries.map(({ path, status, kind, ...entry }) => {
    const { oldMode, newMode, oldSize, newSize } = entry;
    return [path, status, kind, oldMode, newMode, oldSize, newSize];
  });
  assert.deepEqual(brief, [
    ['data', 'added', 'binary', null, '100644', null, 2],
    ['gone.txt', 'deleted', 'text', '100644', null, 2, null],
    ['logo.PNG', 'added', 'image', null, '100644', null, 3],
    ['new\tname ü.txt', 'renamed', 'text', '100644', '100644', 151, 151],
    ['run', 'modified', 'text', '100644', '100755', 2, 2],
    ['type', 'type_changed', 'symlink', '100644', '120000', 2, 3],
  ]);
});

test('R34 the lines of each file come with their numbers on both sides', async (context) => {
  const files = { 'a "quoted".txt': lines(9), 'old.txt': lines(30), kind: 'x\n', dir: 'a file\n' };
  const { read } = await diffed(context, files, ({ tree }) => {
    writeFileSync(join(tree, 'a "quoted".txt'), lines(9).replace('line 5\n', 'five\ndiff --git a b\n'));
    rmSync(join(tree, 'old.txt'));
    writeFileSync(join(tree, 'new.txt'), lines(30).replace('line 30\n', 'line 30'));
    rmSync(join(tree, 'kind'));
    symlinkSync('new.txt', join(tree, 'kind'));
    rmSync(join(tree, 'dir'));
    mkdirSync(join(tree, 'dir'));
    writeFileSync(join(tree, 'dir/inside'), 'y\n');
  });
  const hunks = await read();
  assert.deepEqual([...hunks.keys()].toSorted(), ['a "quoted".txt', 'dir', 'dir/inside', 'kind', 'new.txt']);
  const [hunk, ...more] = hunks.get('a "quoted".txt') ?? [];
  assert.deepEqual(more, []);
  assert.deepEqual(
    hunk?.lines.map((line) => [line.kind, line.old, line.new, line.text]),
    [
      ['context', 4, 4, 'line 4'],
      ['removed', 5, null, 'line 5'],
      ['added', null, 5, 'five'],
      ['added', null, 6, 'diff --git a b'],
      ['context', 6, 7, 'line 6'],
    ],
  );
  assert.deepEqual([hunk?.oldStart, hunk?.oldLines, hunk?.newStart, hunk?.newLines], [4, 3, 4, 4]);
  const last = hunks.get('new.txt')?.[0]?.lines.at(-1);
  assert.deepEqual([last?.kind, last?.old, last?.new, last?.noNewline], ['added', null, 30, true]);
  const type = hunks.get('kind')?.flatMap((each) => each.lines.map((line) => `${line.kind} ${line.text}`));
  assert.deepEqual(type, ['removed x', 'added new.txt']);
});

test('what does not fit is left out, never told in part', async (context) => {
  const { read } = await diffed(context, { 'README.md': 'x\n' }, ({ tree }) => {
    writeFileSync(join(tree, 'a.txt'), 'a\n');
    writeFileSync(join(tree, 'b.txt'), lines(10_000));
  });
  assert.deepEqual([...(await read()).keys()], ['a.txt', 'b.txt']);
  const cut = await read(2000);
  assert.deepEqual([...cut.keys()], ['a.txt']);
});
