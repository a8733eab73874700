// Which two variants are looked at, and what their files have in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf } from '../diff/files-of.ts';
import type { DiffFile } from '../diff/files-of.ts';
import { inBase } from '../diff/scroll-place.ts';
import { pairOf } from './best-two.ts';
import { pairFiles } from './pair-files.ts';

const variant = (number: number, outcomes: readonly ('passed' | 'failed')[], files = ['a.txt']) => ({
  id: `id-${number}`,
  number,
  files,
  checks: outcomes.map((outcome, at) => ({ name: `check ${at}`, outcome })),
});

const three = [
  variant(1, ['failed']),
  variant(2, ['passed', 'passed']),
  variant(3, ['passed']),
  variant(4, [], []),
];

function numbersOf(pair: readonly { readonly number: number }[] | null): readonly number[] | null {
  return pair === null ? null : pair.map(({ number }) => number);
}

test('the two that are asked for are shown, else those that a judge put first, else those with the fewest failed checks', () => {
  assert.deepEqual(numbersOf(pairOf(three, null, undefined)), [2, 3]);
  assert.deepEqual(numbersOf(pairOf(three, null, '3-1')), [3, 1]);
  const places = [3, 1, 2].map((number) => ({
    task: `id-${number}`,
    number,
    name: '',
    is_stale: false,
    reasons: [],
  }));
  assert.deepEqual(numbersOf(pairOf(three, { places }, 'best')), [3, 1]);
  // One of them is gone, has changed nothing, or is named twice: the best of the others stands in for it.
  assert.deepEqual(numbersOf(pairOf(three, null, '9-1')), [1, 2]);
  assert.deepEqual(numbersOf(pairOf(three, null, '4-4')), [2, 3]);
  assert.deepEqual(numbersOf(pairOf(three, null, '3-3')), [3, 2]);
  assert.equal(pairOf(three.slice(2), null, undefined), null);
});

function diff(
  ...files: readonly (readonly [path: string, before: string, after: string])[]
): readonly DiffFile[] {
  return filesOf({
    files: files.map(([path]) => ({ path, status: 'modified', from: null, additions: 1, deletions: 1 })),
    patch: files
      .map(
        ([path, before, after]) =>
          `diff --git a/${path} b/${path}\nindex ${before}..${after} 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${before}\n+${after}\n`,
      )
      .join(''),
  });
}

test('two lists of files become one, in their order; what ends the same is the same, from wherever it began', () => {
  const first = diff(['a.txt', '11', '22'], ['c.txt', '11', '33'], ['src/e.ts', '11', '44']);
  const second = diff(
    ['b.txt', '11', '22'],
    ['c.txt', '99', '33'],
    ['src/d.ts', '11', '22'],
    ['src/e.ts', '11', '55'],
  );
  assert.deepEqual(
    pairFiles(first, second).map(({ path, likeness }) => [path, likeness]),
    [
      ['a.txt', 'only_first'],
      ['b.txt', 'only_second'],
      ['c.txt', 'same'],
      ['src/d.ts', 'only_second'],
      ['src/e.ts', 'different'],
    ],
  );
  const unread = first.map((file) => ({ ...file, patch: '' }));
  assert.equal(pairFiles(unread, second).find(({ path }) => path === 'c.txt')?.likeness, 'unread');
});

test('a line is found again in another diff by its place in the file that both began from', () => {
  const patch = ['@@ -4,3 +4,4 @@', ' four', '+new', '+newer', '-five', ' six', ''].join('\n');
  assert.deepEqual(inBase(patch, { side: 'old', line: 5 }), { side: 'old', line: 5 });
  assert.deepEqual(inBase(patch, { side: 'new', line: 6 }), { side: 'old', line: 5 });
  assert.deepEqual(inBase('@@ -4,1 +4,2 @@\n four\n+last\n', { side: 'new', line: 5 }), {
    side: 'old',
    line: 4,
  });
  assert.deepEqual(inBase('@@ -0,0 +1,2 @@\n+one\n+two\n', { side: 'new', line: 2 }), {
    side: 'new',
    line: 2,
  });
});
