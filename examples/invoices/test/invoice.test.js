import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInvoice, totalsOf } from '../src/invoice.js';

const line = { text: 'Consulting', quantity: 3, price: 3333, taxRate: 20 };
const invoice = (lines) => createInvoice({ number: '1', customer: 'Ada Ltd', date: '2026-03-02', lines });

test('the total is net plus the tax of each rate', () => {
  const totals = totalsOf(invoice([line, { text: 'Handbook', quantity: 1, price: 2490, taxRate: 10 }]));
  assert.deepEqual(totals, {
    net: 12489,
    tax: 2249,
    gross: 14738,
    rates: [
      { rate: 10, net: 2490, tax: 249 },
      { rate: 20, net: 9999, tax: 2000 },
    ],
  });
});

test('tax is rounded once per rate, not once per line', () => {
  const cheap = { text: 'Sticker', quantity: 1, price: 2, taxRate: 20 };
  assert.equal(totalsOf(invoice([cheap, cheap, cheap])).tax, 1);
});

test('a wrong line is refused by its number', () => {
  assert.throws(() => invoice([line, { ...line, quantity: 0 }]), /line 2 \(Consulting\): quantity 0/);
  assert.throws(() => invoice([{ ...line, price: 9.5 }]), /whole cents/);
  assert.throws(() => invoice([]), /no lines/);
});

test('an invoice cannot be changed afterwards', () => {
  const made = invoice([line]);
  assert.throws(() => {
    made.lines[0].price = 1;
  }, TypeError);
});
