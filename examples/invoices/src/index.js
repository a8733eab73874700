export { createInvoice, totalsOf } from './invoice.js';
export { formatAmount, parseAmount } from './money.js';
export { renderInvoice } from './render.js';
export { taxOn } from './tax.js';
