import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { prepareHome } from './home.ts';

test('the files of an entry are written below HOME, again with every start', async (context) => {
  const home = join(tempDir(context), 'not', 'there', 'yet');
  await prepareHome(home, { '.agent/settings.json': '{"a":1}', 'plain.txt': 'x' });
  await prepareHome(home, { '.agent/settings.json': '{"a":2}' });
  assert.equal(readFileSync(join(home, '.agent/settings.json'), 'utf8'), '{"a":2}');
  assert.deepEqual(readdirSync(join(home, '.agent')), ['settings.json']);
  assert.equal(readFileSync(join(home, 'plain.txt'), 'utf8'), 'x');
});

for (const path of ['../outside.txt', '/tmp/outside.txt', 'a/../../outside.txt'])
  test(`a file outside HOME is refused: ${path}`, async (context) => {
    await assert.rejects(prepareHome(join(tempDir(context), 'home'), { [path]: 'x' }), {
      code: 'invalid_config',
    });
  });

test('a link that an agent left in place of a folder or a file is replaced, not followed', async (context) => {
  const outside = tempDir(context);
  const home = tempDir(context);
  writeFileSync(join(outside, 'precious.json'), 'precious');
  symlinkSync(outside, join(home, '.agent'));
  symlinkSync(join(outside, 'missing'), join(home, '.dangling'));
  mkdirSync(join(home, '.other'));
  symlinkSync(join(outside, 'precious.json'), join(home, '.other', 'settings.json'));
  await prepareHome(home, {
    '.agent/precious.json': 'ours',
    '.dangling/a': 'ours',
    '.other/settings.json': 'ours',
  });
  assert.equal(readFileSync(join(outside, 'precious.json'), 'utf8'), 'precious');
  assert.deepEqual(readdirSync(outside), ['precious.json']);
  assert.equal(readFileSync(join(home, '.agent/precious.json'), 'utf8'), 'ours');
  assert.ok(lstatSync(join(home, '.other/settings.json')).isFile());
});
