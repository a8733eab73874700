// Amounts are whole cents: sums of them are exact, which sums of 0.1 are not.

/** Reads "1,234.50" as 123450. Throws RangeError for anything that is not an amount. */
export function parseAmount(text) {
  const match = /^(-?\d+)(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/,/g, ''));
  if (match === null) throw new RangeError(`"${text}" is not an amount; write it like 1234.50`);
  const units = Number(match[1]);
  const cents = Number((match[2] ?? '').padEnd(2, '0'));
  return units < 0 ? units * 100 - cents : units * 100 + cents;
}

/** Writes 123450 as "1,234.50". */
export function formatAmount(amount) {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const units = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '-' : ''}${units}.${digits.slice(-2)}`;
}
