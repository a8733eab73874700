// An invoice: who owes what since when, in lines of quantity × price.
import { taxByRate } from './tax.js';

/** Checks the invoice and returns it frozen. Throws RangeError naming the first line that is wrong. */
export function createInvoice({ number, customer, date, lines }) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`the date "${date}" is not like 2026-03-02`);
  if (lines.length === 0) throw new RangeError(`invoice ${number} has no lines`);
  lines.forEach(checkLine);
  return Object.freeze({ number, customer, date, lines: lines.map((line) => Object.freeze({ ...line })) });
}

/** Net, tax and gross in cents, and the tax of each rate. */
export function totalsOf(invoice) {
  const rates = taxByRate(invoice.lines);
  const net = rates.reduce((sum, rate) => sum + rate.net, 0);
  const tax = rates.reduce((sum, rate) => sum + rate.tax, 0);
  return { net, tax, gross: net + tax, rates };
}

function checkLine(line, index) {
  const where = `line ${index + 1} (${line.text})`;
  if (!Number.isInteger(line.quantity) || line.quantity < 1)
    throw new RangeError(`${where}: quantity ${line.quantity}`);
  if (!Number.isInteger(line.price))
    throw new RangeError(`${where}: the price must be whole cents, not ${line.price}`);
  if (!(line.taxRate >= 0)) throw new RangeError(`${where}: tax rate ${line.taxRate}`);
}
