import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill } from './template.ts';

test('slots are filled, and what is left empty leaves no hole', () => {
  assert.equal(fill('{{a}}\n\n{{b}}\n\nend', { a: 'start', b: '' }), 'start\n\nend');
});

test('a slot without a value, and a value without a slot, are refused', () => {
  assert.throws(() => fill('{{a}} {{b}}', { a: 'x' }), /slot {{b}}/);
  assert.throws(() => fill('{{a}}', { a: 'x', c: 'y' }), /no slot for c/);
});

test('text in a value is never taken for a slot', () => {
  assert.equal(fill('{{a}}', { a: 'say {{b}}' }), 'say {{b}}');
});
