import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInvoice, renderInvoice } from '../src/index.js';

test('an invoice is written in columns', () => {
  const invoice = createInvoice({
    number: '2026-017',
    customer: 'Ada Ltd',
    date: '2026-03-02',
    lines: [{ text: 'Consulting', quantity: 8, price: 9500, taxRate: 20 }],
  });
  const rows = renderInvoice(invoice).split('\n');
  assert.equal(rows[0], 'Invoice 2026-017                      2026-03-02');
  assert.equal(rows[3], '8 x Consulting                            760.00');
  assert.equal(rows.at(-2), 'Tax 20 %                                  152.00');
  assert.equal(rows.at(-1), 'Total                                     912.00');
});
