import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from './table.ts';

const header = ['NAME', 'STATE', 'MESSAGE'];

test('columns line up by width, and an empty cell is a hyphen so that awk counts right', () => {
  const rows = [
    ['日本', 'ready', 'all good'],
    ['longer-name', '', 'two\nlines'],
  ];
  assert.equal(
    table(header, rows, undefined),
    ['NAME         STATE  MESSAGE', '日本         ready  all good', 'longer-name  -      two'].join('\n'),
  );
});

test('on a terminal only the last column is cut, elsewhere nothing is', () => {
  const rows = [['a-name', 'ready', 'a message that is too long']];
  assert.equal(table(header, rows, 30).split('\n')[1], 'a-name  ready  a message that…');
  assert.equal(table(header, rows, undefined).split('\n')[1], 'a-name  ready  a message that is too long');
});
