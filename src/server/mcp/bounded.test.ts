import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded } from './bounded.ts';

const bounds = { text: 1000, total: 3000, list: 3 };

test('what is small stays as it is', () => {
  const json = { name: 'x', count: 3, none: null, list: [{ a: true }], empty: [] };
  assert.deepEqual(bounded(json, bounds), { value: json, cut: [] });
});

test('a long text and a long list are cut, and it is said which', () => {
  const { value, cut } = bounded({ text: 'a'.repeat(5000), deep: { list: [1, 2, 3, 4] } }, bounds);
  assert.equal(value.text.length, 1000);
  assert.deepEqual(value.deep.list, [1, 2, 3]);
  assert.deepEqual(cut, ['text: 1000 of 5000 characters', 'deep.list: 3 of 4 items']);
});

test('all texts together have a limit, behind which each keeps a line, and lists end', () => {
  const text = 'b'.repeat(1000);
  const { value, cut } = bounded({ one: text, two: text, three: text, four: text, list: ['c'] }, bounds);
  assert.deepEqual([value.three.length, value.four.length, value.list.length], [1000, 200, 0]);
  assert.deepEqual(cut, ['four: 200 of 1000 characters', 'list: 0 of 1 items']);
});
