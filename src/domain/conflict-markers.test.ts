import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerIn } from './conflict-markers.ts';

test('each line of a conflict is a marker, alone too', () => {
  for (const line of ['<<<<<<< ours', '<<<<<<<', '||||||| base', '=======', '>>>>>>> theirs'])
    assert.equal(markerIn(`a\n${line}\nb\n`, ['a\n', 'b\n']), line);
});

test('what a side had before is content, and a longer or indented line is no marker', () => {
  const title = 'Title\n=======\n';
  assert.equal(markerIn(`${title}text\n`, [title, '']), null);
  assert.equal(markerIn('========\n  >>>>>>> a\n<<<<<<<<\n', ['']), null);
});
