// The words in which every list is asked for page by page, and the cursor that leads from one page to the next.
import { z } from 'zod';

/** Of a list's query. `most` is how many one page may have, `usual` how many it has unless told. */
export function paging(
  most: number,
  usual: number,
): {
  limit: z.ZodOptional<z.ZodCoercedNumber>;
  cursor: z.ZodOptional<z.ZodString>;
} {
  return {
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(most)
      .optional()
      .describe(`How many at most; ${usual} unless told.`)
      .meta({ examples: [Math.min(usual, 50)] }),
    cursor: z
      .string()
      .max(300)
      .optional()
      .describe('The `next_cursor` of the page before. It says nothing to anybody but the daemon.'),
  };
}

export const nextCursor = z
  .string()
  .nullable()
  .describe('To be sent as `cursor` for the page after this one; null = this is the last.');
