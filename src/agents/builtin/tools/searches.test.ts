import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../../../test/support/temp-dir.ts';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { globTool } from './glob.ts';
import { grepSearchTool } from './grep-search.ts';
import { listDirectoryTool } from './list-directory.ts';

const files = {
  '.gitignore': 'build/\n*.log\n',
  '.github/ci.yml': 'needle\n',
  '.git/HEAD': 'needle\n',
  'build/out.js': 'needle\n',
  'trace.log': 'needle\n',
  'src/a.ts': 'hay\nneedle one\n',
  'src/deep/b.ts': 'Needle: two\n',
  'src/style.css': 'needle {}\n',
};

test('a search finds lines in files, also hidden ones, but not in those that git ignores, nor in .git', async (t) => {
  const bench = benchFor(t, grepSearchTool, files);
  const { text } = await bench.run({ pattern: 'needle' });
  assert.equal(text, '.github/ci.yml:1:needle\nsrc/a.ts:2:needle one\nsrc/style.css:1:needle {}');
});

test('a search can be bounded by folder, by glob and by case', async (t) => {
  const bench = benchFor(t, grepSearchTool, files);
  const inFolder = await bench.run({ pattern: 'needle', path: 'src/deep', ignore_case: true });
  assert.equal(inFolder.text, 'src/deep/b.ts:1:Needle: two');
  const byName = await bench.run({ pattern: 'needle', glob: '*.ts', ignore_case: true });
  assert.equal(byName.text, 'src/a.ts:2:needle one\nsrc/deep/b.ts:1:Needle: two');
  const inFile = await bench.run({ pattern: '^hay$', path: 'src/a.ts' });
  assert.equal(inFile.text, 'src/a.ts:1:hay');
});

test('a glob does not bring ignored files back', async (t) => {
  assert.equal(
    (await benchFor(t, grepSearchTool, files).run({ pattern: 'needle', glob: '*.log' })).text,
    'no line matches',
  );
  assert.equal((await benchFor(t, globTool, files).run({ pattern: '*.log' })).text, 'no file fits');
});

test('a search with more matches than it shows says how many there are', async (t) => {
  const bench = benchFor(t, grepSearchTool, { 'a.txt': 'x\n'.repeat(50) });
  const { text } = await bench.run({ pattern: 'x', limit: 2 });
  assert.match(text, /^a.txt:1:x\na.txt:2:x\n\n\[the first 2 of 50 matching lines/);
});

test('a search that is wrong says why: the pattern, the folder, a pattern that looks like an option', async (t) => {
  const bench = benchFor(t, grepSearchTool, files);
  const broken = await bench.run({ pattern: '(' });
  assert.equal(broken.kind, 'failed');
  assert.match(broken.text, /unclosed group/);
  assert.match((await bench.run({ pattern: 'x', path: 'missing' })).text, /missing/);
  assert.match((await bench.run({ pattern: 'x', path: '..' })).text, /outside the workspace/);
  assert.deepEqual(await bench.run({ pattern: '--files' }), { kind: 'done', text: 'no line matches' });
});

test('a search does not follow links out of the workspace', async (t) => {
  const outside = tempDir(t);
  const bench = benchFor(t, grepSearchTool, files);
  symlinkSync(outside, join(bench.dir, 'link'));
  assert.equal((await bench.run({ pattern: 'x', path: 'link' })).kind, 'failed');
});

test('files are found by a name in any folder, and by a path', async (t) => {
  const bench = benchFor(t, globTool, files);
  assert.equal((await bench.run({ pattern: '*.ts' })).text, 'src/a.ts\nsrc/deep/b.ts');
  assert.equal((await bench.run({ pattern: '**/*.yml' })).text, '.github/ci.yml');
  assert.equal(
    (await bench.run({ pattern: 'src/**/*.{ts,css}' })).text,
    'src/a.ts\nsrc/deep/b.ts\nsrc/style.css',
  );
  assert.equal((await bench.run({ pattern: 'deep/*', path: 'src' })).text, 'src/deep/b.ts');
  assert.equal((await bench.run({ pattern: '*.py' })).text, 'no file fits');
});

test('a folder is listed with its folders first, and what git ignores apart', async (t) => {
  const bench = benchFor(t, listDirectoryTool, files);
  symlinkSync('src', join(bench.dir, 'link'));
  assert.equal(
    (await bench.run({})).text,
    '.github/\nsrc/\n.gitignore\nlink (symbolic link)\n\n[ignored by git: .git/, build/, trace.log]',
  );
  mkdirSync(join(bench.dir, 'src/empty'));
  assert.equal((await bench.run({ path: 'src' })).text, 'deep/\nempty/\na.ts\nstyle.css');
  // What is ignored as a whole is shown to somebody who asks for it.
  assert.equal((await bench.run({ path: 'build' })).text, 'out.js');
  assert.match((await bench.run({ path: 'missing' })).text, /there is no folder missing/);
  assert.match((await bench.run({ path: '../' })).text, /outside the workspace/);
});
