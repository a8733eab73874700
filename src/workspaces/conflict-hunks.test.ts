// The lines between the markers of one merge, whatever else the file says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRoom } from '../../test/support/workspace-room.ts';
import { files, workMaker } from '../../test/support/work-maker.ts';

const text = (third: string, last: string): string => ['1', '2', third, '4', '5', '6', last, ''].join('\n');

test('each hunk has its line in the first file, both sides, and what was there before', async (context) => {
  const room = await openRoom(context, { files: { 'a.txt': text('3', '7') } });
  const make = workMaker(room);
  const ours = make(room.base, files({ 'a.txt': text('three\nmore', 'seven') }));
  const theirs = make(room.base, files({ 'a.txt': text('drei', '') }));
  const hunks = await room.hub.foresee(async (within) => {
    const [forecast] = await within.merges([{ ours, theirs }]);
    assert.equal(forecast?.kind, 'conflict');
    return within.hunks({ ours, theirs }, forecast.tree, ['a.txt', 'gone.txt'], 1000);
  });
  assert.deepEqual(
    [...hunks],
    [
      [
        'a.txt',
        [
          { line: 3, ours: ['three', 'more'], base: ['3'], theirs: ['drei'] },
          { line: 8, ours: ['seven'], base: ['7'], theirs: [''] },
        ],
      ],
    ],
  );
});

test('lines that look like markers are content, and a file that is too large is left out', async (context) => {
  const fake = '<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n';
  const room = await openRoom(context, { files: { 'a.txt': `${fake}end\n` } });
  const make = workMaker(room);
  const ours = make(room.base, files({ 'a.txt': `${fake}one\n` }));
  const theirs = make(room.base, files({ 'a.txt': `${fake}two\n` }));
  await room.hub.foresee(async (within) => {
    const [forecast] = await within.merges([{ ours, theirs }]);
    assert.ok(forecast !== undefined);
    const found = await within.hunks({ ours, theirs }, forecast.tree, ['a.txt'], 1000);
    assert.deepEqual(found.get('a.txt'), [{ line: 6, ours: ['one'], base: ['end'], theirs: ['two'] }]);
    assert.equal((await within.hunks({ ours, theirs }, forecast.tree, ['a.txt'], 20)).size, 0);
  });
});
