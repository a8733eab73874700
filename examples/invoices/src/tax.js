// Tax is rounded once per rate, not once per line: that is what the tax office adds up.

/** The tax on a net amount in cents; half a cent goes away from zero, so that a credit mirrors its invoice. */
export function taxOn(net, rate) {
  const exact = (Math.abs(net) * rate) / 100;
  return Math.sign(net) * Math.round(exact);
}

/** Net and tax for each rate, lowest rate first. */
export function taxByRate(lines) {
  const netByRate = new Map();
  for (const line of lines) {
    netByRate.set(line.taxRate, (netByRate.get(line.taxRate) ?? 0) + line.quantity * line.price);
  }
  return [...netByRate]
    .sort(([a], [b]) => a - b)
    .map(([rate, net]) => ({ rate, net, tax: taxOn(net, rate) }));
}
