// Where commented lines are after the file has changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hunk } from './file-diff.ts';
import { follow } from './review-comment.ts';

/** As git writes it: `-start,lines +start,lines`. */
function hunk(oldStart: number, oldLines: number, newStart: number, newLines: number): Hunk {
  return { oldStart, oldLines, newStart, newLines, heading: '', lines: [] };
}
const at = { start: 10, end: 12 };

test('a comment moves with its lines when something above them changes, and stays when something below does', () => {
  assert.deepEqual(follow(at, []), at);
  assert.deepEqual(follow(at, [hunk(2, 1, 2, 4)]), { start: 13, end: 15 });
  assert.deepEqual(follow(at, [hunk(2, 3, 1, 0)]), { start: 7, end: 9 });
  assert.deepEqual(follow(at, [hunk(13, 2, 13, 9)]), at);
  assert.deepEqual(follow(at, [hunk(1, 1, 1, 2), hunk(4, 2, 5, 1), hunk(20, 1, 20, 1)]), at);
});

test('an insertion right above or right below lines leaves them whole; one between them does not', () => {
  assert.deepEqual(follow(at, [hunk(9, 0, 10, 2)]), { start: 12, end: 14 });
  assert.deepEqual(follow(at, [hunk(12, 0, 13, 2)]), at);
  assert.equal(follow(at, [hunk(10, 0, 11, 1)]), null);
  assert.equal(follow(at, [hunk(11, 0, 12, 1)]), null);
});

test('a comment is outdated as soon as one of its lines was changed or removed', () => {
  assert.equal(follow(at, [hunk(10, 1, 10, 1)]), null);
  assert.equal(follow(at, [hunk(12, 3, 12, 3)]), null);
  assert.equal(follow(at, [hunk(5, 6, 5, 1)]), null);
  assert.equal(follow(at, [hunk(1, 99, 0, 0)]), null);
});
