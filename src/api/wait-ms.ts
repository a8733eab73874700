// How long an answer may wait for something to end, in milliseconds.
import { z } from 'zod';

/** Of a query; `until` says what it waits for. Shorter than the minute after which clients and proxies give up. */
export function waitMs(until: string): z.ZodOptional<z.ZodCoercedNumber> {
  return z.coerce
    .number()
    .int()
    .min(0)
    .max(50_000)
    .optional()
    .describe(`${until}, or after so long; 0 unless told.`)
    .meta({ examples: [0] });
}
