import assert from 'node:assert/strict';
import { test } from 'node:test';
import { undoWords } from './undo-words.ts';

const plan = {
  possible: true,
  reason: null,
  branch: 'main',
  branch_commit: 'a'.repeat(40),
  applied_commit: 'b'.repeat(40),
  files: ['a.ts', 'b.ts'],
  conflicts: [],
  later: [],
  commits: [],
};

test('an undo says what goes, and what was built on it', () => {
  assert.match(
    undoWords('Taxes', plan),
    /“Taxes” is taken from main \(at aaaaaaaaaa\) again: 2 files \(a\.ts, b\.ts\)/,
  );
  const later = { id: 'x', number: 7, name: 'rate', title: 'Rate', state: 'ready' as const };
  const words = undoWords('Taxes', {
    ...plan,
    possible: false,
    reason: 'later work needs it.',
    conflicts: [{ path: 'a.ts', kind: 'content' }],
    later: [
      { ...later, because: 'depends_on', files: [] },
      { ...later, number: 8, because: 'same_files', files: ['b.ts'] },
    ],
    commits: Array.from({ length: 9 }, (_, index) => ({ oid: `${index}`.repeat(40), subject: `s${index}` })),
  });
  assert.deepEqual(words.split('\n'), [
    '“Taxes” cannot be taken from main: later work needs it.',
    'Later work stands on the same lines of a.ts.',
    '#7 “Rate” (ready) needs it.',
    '#8 “Rate” (ready) changed the same files after it: b.ts.',
    'Changed the same files since: 00000000 s0, 11111111 s1, 22222222 s2, 33333333 s3, 44444444 s4, 55555555 s5, 66666666 s6, 77777777 s7 and 1 more.',
  ]);
});
