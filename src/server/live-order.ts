// What a page says on its live socket: open this channel, or close it.
import { z } from 'zod';

const channel = z.string().regex(/^[\w:.-]{1,100}$/);
const order = z.union([
  z.strictObject({ open: channel, query: z.record(z.string(), z.union([z.string(), z.number()])) }),
  z.strictObject({ close: channel }),
]);

export type Order =
  | { readonly kind: 'open'; readonly channel: string; readonly query: unknown }
  | { readonly kind: 'close'; readonly channel: string };

/** Null for anything that is not one. `data` is text as the socket hands it over. */
export function readOrder(data: Buffer | ArrayBuffer | Buffer[]): Order | null {
  const parsed = order.safeParse(readJson(textOf(data)));
  if (!parsed.success) return null;
  if ('close' in parsed.data) return { kind: 'close', channel: parsed.data.close };
  return { kind: 'open', channel: parsed.data.open, query: parsed.data.query };
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no order either
  }
}
