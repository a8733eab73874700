import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { inTree } from './in-tree.ts';

test('a path lies in the copy only when every link on its way does', async (context) => {
  const dir = tempDir(context, 'tasklane-tree-');
  const tree = join(dir, 'tree');
  mkdirSync(join(tree, 'src'), { recursive: true });
  writeFileSync(join(tree, 'src', 'a.ts'), '');
  symlinkSync('src/a.ts', join(tree, 'inner'));
  symlinkSync(dir, join(tree, 'outer'));
  symlinkSync(join(dir, 'not-yet'), join(tree, 'dangling'));
  symlinkSync('round', join(tree, 'round'));
  assert.equal(await inTree(tree, 'src/a.ts'), 'src/a.ts');
  assert.equal(await inTree(tree, join(tree, 'src/new/b.ts')), 'src/new/b.ts');
  assert.equal(await inTree(tree, 'inner'), 'src/a.ts');
  for (const path of ['outer/x', 'dangling', 'round', '../x', '/etc/passwd', '.', 'src/../../x'])
    assert.equal(await inTree(tree, path), null, path);
});
