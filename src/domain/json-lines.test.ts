import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines } from './json-lines.ts';

test('each value of a JSON text has the line on which it begins', () => {
  const text = '{\n "a": [1,\n  {"b,}": "x\\"]\\n"},\n  []\n ],\n "c":\n  null}';
  assert.deepEqual(
    [...jsonLines(text)],
    [
      ['', 1],
      ['/a', 2],
      ['/a/0', 2],
      ['/a/1', 3],
      ['/a/1/b,}', 3],
      ['/a/2', 4],
      ['/c', 7],
    ],
  );
  assert.deepEqual([...jsonLines('\n\n7')], [['', 3]]);
});

test('a text that is nested deeper than any stack is walked all the same', () => {
  const depth = 100_000;
  assert.equal(jsonLines('['.repeat(depth) + ']'.repeat(depth)).size, depth);
});
