import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInTheWay, mineInWords, moved, ontoCurrent, placed, theirsInWords } from './by-hand.ts';
import type { Proposed } from './words.ts';

const fine = { is_fine: true, found: '', said: null };
const draft = (key: string, title = `Make ${key}`): Proposed => ({
  key,
  title,
  prompt: `Prompt of ${key}`,
  steps: [],
  done_when: [],
  risks: [],
  out_of_scope: [],
  category: null,
  size: 'small',
  owns: [],
  checks: [],
  depends_on: [],
  targets: [],
  prohibitions: [],
  testing: null,
  review: { files: fine, scope: fine, tests: fine },
});
const read = ['a', 'b', 'c'].map((key) => draft(key));

test('a draft goes one place up or down, or beside another; where there is no place it stays', () => {
  const keys = ['a', 'b', 'c'];
  assert.deepEqual(moved(keys, 'b', -1), ['b', 'a', 'c']);
  assert.deepEqual(moved(keys, 'b', 1), ['a', 'c', 'b']);
  assert.deepEqual(moved(keys, 'a', -1), keys);
  assert.deepEqual(moved(keys, 'c', 1), keys);
  assert.deepEqual(placed(keys, 'a', 'c', 'top'), ['b', 'a', 'c']);
  assert.deepEqual(placed(keys, 'a', 'c', 'bottom'), ['b', 'c', 'a']);
  assert.deepEqual(placed(keys, 'c', 'a', 'top'), ['c', 'a', 'b']);
  assert.deepEqual(placed(keys, 'a', 'a', 'top'), keys);
  assert.deepEqual(placed(keys, 'a', 'gone', 'top'), keys);
});

test('R166 who changed another draft is not in the way, who changed the same is, and both are said in words', () => {
  const split = {
    type: 'split',
    key: 'a',
    into: [
      { title: 'One', prompt: '1' },
      { title: 'Two', prompt: '2' },
    ],
  } as const;
  const change = { ...split, into: [...split.into] };
  const otherChanged = [draft('a'), draft('b', 'Renamed'), draft('c')];
  const sameChanged = [draft('a', 'Renamed'), draft('b'), draft('c')];
  assert.equal(isInTheWay(change, read, otherChanged), false);
  assert.equal(isInTheWay(change, read, sameChanged), true);
  assert.equal(mineInWords(change, read), 'Split “Make a” into:\nOne: 1\nTwo: 2');
  assert.equal(theirsInWords(change, sameChanged), 'Renamed: Prompt of a');
  assert.equal(ontoCurrent(change, sameChanged), change);
  assert.equal(ontoCurrent(change, [draft('b')]), null, 'what is gone cannot be split');
  assert.equal(theirsInWords(change, [draft('b')]), 'It is gone.');
});

test('an edit is in the way of another only where both say the same field, and both are read field by field', () => {
  const change = { type: 'edit', key: 'a', steps: ['One', 'Two'] } as const;
  const mine = { ...change, steps: [...change.steps] };
  const [a = draft('a'), ...rest] = read;
  assert.equal(isInTheWay(mine, read, [{ ...a, title: 'Renamed' }, ...rest]), false);
  const current = [{ ...a, steps: ['Other'] }, ...rest];
  assert.equal(isInTheWay(mine, read, current), true);
  assert.equal(isInTheWay(mine, read, rest), true, 'it is gone');
  assert.equal(mineInWords(mine, read), 'plan: One\nTwo');
  assert.equal(theirsInWords(mine, current), 'plan: Other');
  assert.equal(theirsInWords(mine, rest), 'It is gone.');
});

test('an order of mine keeps its places among what there is now', () => {
  const order = { type: 'order', keys: ['c', 'a', 'b'] } as const;
  const change = { ...order, keys: [...order.keys] };
  assert.equal(isInTheWay(change, read, [draft('a', 'Renamed'), draft('b'), draft('c')]), false);
  const current = [draft('a'), draft('c'), draft('d')];
  assert.equal(isInTheWay(change, read, current), true);
  assert.deepEqual(ontoCurrent(change, current), { type: 'order', keys: ['c', 'a', 'd'] });
  assert.equal(mineInWords(change, read), '1. Make c\n2. Make a\n3. Make b');
  assert.equal(theirsInWords(change, current), '1. Make a\n2. Make c\n3. Make d');
});
