import assert from 'node:assert/strict';
import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { author, openRoom } from '../../test/support/workspace-room.ts';
import { parseChangedFiles } from './diff.ts';
import type { Workspace } from './workspaces.ts';

const message = { message: 'x', author };
const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

async function changes(
  context: TestContext,
  files: Record<string, string>,
  change: (made: Workspace) => void,
) {
  const { workspace, hub, base } = await openRoom(context, { files });
  const made = await workspace();
  change(made);
  const { head } = await hub.snapshot(made, base, message);
  return { hub, base, head };
}

test('every kind of change is told apart, with its lines counted and its old name', async (context) => {
  const files = { 'mod.txt': 'a\nb\n', 'del.txt': 'x\n', 'old name.txt': lines(20), type: 'x\n', run: 'x\n' };
  const { hub, base, head } = await changes(context, files, ({ tree }) => {
    writeFileSync(join(tree, 'mod.txt'), 'a\nc\nd\n');
    rmSync(join(tree, 'del.txt'));
    renameSync(join(tree, 'old name.txt'), join(tree, 'new\tname ü.txt'));
    writeFileSync(join(tree, 'image'), Buffer.from([0, 1, 2]));
    rmSync(join(tree, 'type'));
    symlinkSync('mod.txt', join(tree, 'type'));
    chmodSync(join(tree, 'run'), 0o755);
  });
  assert.deepEqual(
    (await hub.changedFiles(base, head)).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    [
      { path: 'del.txt', status: 'deleted', from: null, additions: 0, deletions: 1 },
      { path: 'image', status: 'added', from: null, additions: null, deletions: null },
      { path: 'mod.txt', status: 'modified', from: null, additions: 2, deletions: 1 },
      { path: 'new\tname ü.txt', status: 'renamed', from: 'old name.txt', additions: 0, deletions: 0 },
      { path: 'run', status: 'modified', from: null, additions: 0, deletions: 0 },
      { path: 'type', status: 'type_changed', from: null, additions: 1, deletions: 1 },
    ],
  );
  assert.deepEqual(await hub.changedFiles(base, base), []);
});

test('output that is not what git promised is an error, never a wrong list', () => {
  assert.throws(() => parseChangedFiles([':100644 100644 a b M']), /middle of a record/);
  assert.throws(() => parseChangedFiles([':100644 100644 a b X', 'f']), /status we do not know/);
  assert.throws(() => parseChangedFiles([':100644 100644 a b M', 'f']), /did not count/);
  assert.throws(() => parseChangedFiles(['1\t1\tf']), /count we do not know/);
});

test('a patch shows renames as renames, binary files as binary, and every text', async (context) => {
  const { hub, base, head } = await changes(context, { 'old.txt': lines(20), 'a.txt': 'ä\n' }, ({ tree }) => {
    renameSync(join(tree, 'old.txt'), join(tree, 'new.txt'));
    writeFileSync(join(tree, 'a.txt'), 'ö\n');
    writeFileSync(join(tree, 'image'), Buffer.from([0, 1, 2]));
  });
  const { text, truncated } = await hub.patch(base, head, { maxBytes: 100_000 });
  assert.equal(truncated, false);
  assert.match(text, /^rename from old\.txt\nrename to new\.txt$/m);
  assert.match(text, /^Binary files \/dev\/null and b\/image differ$/m);
  assert.match(text, /^-ä\n\+ö$/m);
});

test('white space can be left out of a patch; what else changed is there', async (context) => {
  const { hub, base, head } = await changes(
    context,
    { 'a.js': 'if (x) {\ny();\n}\n', 'b.js': 'one();\n' },
    ({ tree }) => {
      writeFileSync(join(tree, 'a.js'), 'if (x) {\n  y();\n  z();\n}\n');
      writeFileSync(join(tree, 'b.js'), '  one();\n');
    },
  );
  const { text } = await hub.patch(base, head, { maxBytes: 10_000, ignoresSpace: true });
  assert.deepEqual(text.match(/^[+-](?![+-]).*/gm), ['+  z();']);
  assert.match((await hub.patch(base, head, { maxBytes: 10_000 })).text, /^-y\(\);$/m);
});

test('a patch is cut at a whole line and says so', async (context) => {
  const { hub, base, head } = await changes(context, { 'a.txt': 'a\n' }, ({ tree }) =>
    writeFileSync(join(tree, 'a.txt'), 'ö'.repeat(30).concat('\n').repeat(500)),
  );
  const { text, truncated } = await hub.patch(base, head, { maxBytes: 1000 });
  assert.equal(truncated, true);
  assert.ok(text.length > 300 && Buffer.byteLength(text) <= 1000);
  assert.ok(text.endsWith('ö\n'));
  assert.doesNotMatch(text, /�/);
});

test('commits come oldest first, with whole messages', async (context) => {
  const { workspace, hub, base } = await openRoom(context);
  const made = await workspace();
  writeFileSync(join(made.tree, 'a'), '1');
  const first = await hub.snapshot(made, base, { message: 'one\n\nbody ü\nmore', author });
  writeFileSync(join(made.tree, 'a'), '2');
  const second = await hub.snapshot(made, first.head, { message: 'two', author });
  const commits = await hub.commits(base, second.head);
  assert.deepEqual(
    commits.map((commit) => [commit.oid, commit.message]),
    [
      [first.head, 'one\n\nbody ü\nmore'],
      [second.head, 'two'],
    ],
  );
  assert.deepEqual(await hub.commits(second.head, second.head), []);
});
