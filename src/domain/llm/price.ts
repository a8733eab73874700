// From tokens to money. A model without a price costs nothing that we could know: that is null, never zero.
import type { TokenCount } from './call.ts';
import { priceList } from './price-list.ts';
import type { PriceRow } from './price-list.ts';

export type Prices = Readonly<Record<string, PriceRow>>;

const perMillion = 1_000_000;

/** The price by the model's id: as it is, without the provider before it, and without the date or alias behind it. */
export function priceOf(model: string, own: Prices = {}): PriceRow | null {
  for (const prices of [own, priceList])
    for (const id of spellings(model)) {
      const price = Object.hasOwn(prices, id) ? prices[id] : undefined;
      if (price !== undefined) return price;
    }
  return null;
}

function spellings(model: string): readonly string[] {
  const id = model.slice(model.lastIndexOf('/') + 1);
  const plain = id.replace(/(?:-\d{4}-?\d{2}-?\d{2}|@\d{8}|-latest|:\w+)$/, '');
  return [model, id, plain];
}

/** In dollars. */
export function costOf(tokens: TokenCount, [input, cached, cacheWrite, output]: PriceRow): number {
  const fresh = Math.max(0, tokens.input - tokens.cached - tokens.cacheWrites);
  const sum =
    fresh * input +
    tokens.cached * (cached ?? input) +
    tokens.cacheWrites * (cacheWrite ?? input) +
    tokens.output * output;
  return sum / perMillion;
}
