// An invoice as plain text, for a terminal or an e-mail.
import { totalsOf } from './invoice.js';
import { formatAmount } from './money.js';

const WIDTH = 48;

export function renderInvoice(invoice) {
  const totals = totalsOf(invoice);
  return [
    row(`Invoice ${invoice.number}`, invoice.date),
    invoice.customer,
    '-'.repeat(WIDTH),
    ...invoice.lines.map((line) =>
      row(`${line.quantity} x ${line.text}`, formatAmount(line.quantity * line.price)),
    ),
    '-'.repeat(WIDTH),
    row('Net', formatAmount(totals.net)),
    ...totals.rates.map(({ rate, tax }) => row(`Tax ${rate} %`, formatAmount(tax))),
    row('Total', formatAmount(totals.gross)),
  ].join('\n');
}

function row(left, right) {
  return left + right.padStart(Math.max(WIDTH - left.length, right.length + 1));
}
