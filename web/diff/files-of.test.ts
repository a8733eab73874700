import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf } from './files-of.ts';

const file = (path: string, status: 'modified' | 'renamed' | 'added' = 'modified') => ({
  path,
  status,
  from: null,
  additions: 1,
  deletions: 0,
});

const patch = [
  'diff --git a/src/b.js b/src/b.js\n--- a/src/b.js\n+++ b/src/b.js\n@@ -1 +1 @@\n-x\n+diff --git a/no b/no\n',
  'diff --git a/old.txt b/new.txt\nsimilarity index 100%\nrename from old.txt\nrename to new.txt\n',
  'diff --git a/z.txt b/z.txt\nnew file mode 100644\nBinary files /dev/null and b/z.txt differ\n',
].join('');

test('each file has its own patch, also one that was renamed or has no lines; files stand by folder', () => {
  const files = filesOf({
    files: [file('src/b.js'), file('new.txt', 'renamed'), file('z.txt', 'added')],
    patch,
  });
  assert.deepEqual(
    files.map(({ path, patch: own }) => [path, own.split('\n')[0]]),
    [
      ['new.txt', 'diff --git a/old.txt b/new.txt'],
      ['z.txt', 'diff --git a/z.txt b/z.txt'],
      ['src/b.js', 'diff --git a/src/b.js b/src/b.js'],
    ],
  );
  assert.match(files[2]?.patch ?? '', /\+diff --git a\/no b\/no/, 'a line that looks like a head is none');
});

test('what hides in code or reorders it is shown by its number', () => {
  const [shown] = filesOf({ files: [file('src/b.js')], patch: patch.replace('-x', '-x\u202E \u001b[2K') });
  assert.match(shown?.patch ?? '', /^-x‹U\+202E› ‹U\+001B›\[2K$/m);
});

test('the mark of a file changes with its patch, and with nothing else', () => {
  const [before] = filesOf({ files: [file('src/b.js')], patch });
  const [same] = filesOf({ files: [file('src/b.js')], patch: `${patch}diff --git a/q b/q\n` });
  const [after] = filesOf({ files: [file('src/b.js')], patch: patch.replace('-x', '-y') });
  assert.equal(before?.hash, same?.hash);
  assert.notEqual(before?.hash, after?.hash);
});
