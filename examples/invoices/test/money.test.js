import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmount, parseAmount } from '../src/money.js';

test('an amount is read as whole cents', () => {
  assert.equal(parseAmount('12.34'), 1234);
  assert.equal(parseAmount('12.3'), 1230);
  assert.equal(parseAmount('12'), 1200);
  assert.equal(parseAmount(' 1,234.50 '), 123450);
});

test('a negative amount is a credit', () => {
  assert.equal(parseAmount('-12.34'), -1234);
  assert.equal(parseAmount('-3'), -300);
});

test('what is not an amount is refused', () => {
  for (const text of ['', 'ten', '1.234', '1.2.3', '--1']) assert.throws(() => parseAmount(text), RangeError);
});

test('an amount is written with two decimals and groups of three', () => {
  assert.equal(formatAmount(5), '0.05');
  assert.equal(formatAmount(123450), '1,234.50');
  assert.equal(formatAmount(-100000000), '-1,000,000.00');
});
