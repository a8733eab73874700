import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

async function rooms(
  context: TestContext,
): Promise<{ workspace: Workspace; inside: string; outside: string }> {
  const dir = tempDir(context);
  const [inside, outside] = [join(dir, 'inside'), join(dir, 'outside')];
  for (const folder of [inside, outside]) mkdirSync(folder);
  writeFileSync(join(outside, 'secret'), 'secret');
  return { workspace: await openWorkspace(inside), inside, outside };
}

test('a path inside is found by its relative and by its absolute name, whether it exists or not', async (t) => {
  const { workspace, inside } = await rooms(t);
  const there = { kind: 'inside', absolute: join(inside, 'a/b.txt'), relative: 'a/b.txt' };
  assert.deepEqual(await workspace.forReading('a/b.txt'), there);
  assert.deepEqual(await workspace.forWriting(join(inside, 'x/../a/b.txt')), there);
  assert.deepEqual(await workspace.forReading('.'), { kind: 'inside', absolute: inside, relative: '.' });
});

test('names that begin like a way out, or like the workspace, are judged by where they lead', async (t) => {
  const { workspace, inside } = await rooms(t);
  assert.equal((await workspace.forWriting('..notes')).kind, 'inside');
  assert.equal((await workspace.forWriting(`${inside}-other/a`)).kind, 'refused');
});

for (const [how, path] of [
  ['..', '../outside/secret'],
  ['.. behind a folder that is missing', 'missing/../../outside/secret'],
  ['an absolute path', '/etc/passwd'],
  ['a link to a folder', 'folder-link/secret'],
  ['a link to a folder, for a new file', 'folder-link/new/file'],
  ['a link to a file', 'file-link'],
  ['a link without a target, which writing would create', 'dangling'],
  ['a folder that is a link without a target', 'dangling/file'],
  ['a link to itself', 'loop'],
  ['a path with a NUL', 'a\0b'],
  ['an empty path', ''],
] as const)
  test(`${how} does not lead out, neither to read nor to write`, async (t) => {
    const { workspace, inside, outside } = await rooms(t);
    symlinkSync(outside, join(inside, 'folder-link'));
    symlinkSync(join(outside, 'secret'), join(inside, 'file-link'));
    symlinkSync(join(outside, 'new'), join(inside, 'dangling'));
    symlinkSync('loop', join(inside, 'loop'));
    assert.equal((await workspace.forReading(path)).kind, 'refused');
    assert.equal((await workspace.forWriting(path)).kind, 'refused');
  });

test('a link that stays inside is followed, and a workspace that is itself a link works', async (t) => {
  const { inside, outside } = await rooms(t);
  mkdirSync(join(inside, 'real'));
  symlinkSync('real', join(inside, 'link'));
  symlinkSync(inside, join(outside, 'workspace-link'));
  const workspace = await openWorkspace(join(outside, 'workspace-link'));
  const located = await workspace.forWriting('link/new.txt');
  assert.deepEqual(located, {
    kind: 'inside',
    absolute: join(inside, 'real/new.txt'),
    relative: 'real/new.txt',
  });
});

test("git's own folder can be read and not written, however it is reached", async (t) => {
  const { workspace, inside } = await rooms(t);
  mkdirSync(join(inside, '.git/hooks'), { recursive: true });
  symlinkSync('.git', join(inside, 'innocent'));
  assert.equal((await workspace.forReading('.git/HEAD')).kind, 'inside');
  for (const path of ['.git/hooks/pre-commit', '.GIT/config', 'sub/.git/config', 'innocent/config', '.git'])
    assert.equal((await workspace.forWriting(path)).kind, 'refused', path);
  assert.equal((await workspace.forWriting('.gitignore')).kind, 'inside');
});
