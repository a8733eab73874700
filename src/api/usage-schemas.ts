// The request and the answer about what agents used.
import { z } from 'zod';
import { usageGroups } from '../domain/usage-row.ts';

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-21')
  .meta({ examples: ['2026-11-21'] });

export const usageQuery = z.object({
  by: z.enum(usageGroups).optional().describe('What the sums are of; default `agent`.'),
  project: z.string().max(200).optional().describe('Id or name; default: all that one can see.'),
  from: day.optional().describe('First day, inclusive.'),
  to: day.optional().describe('Last day, inclusive.'),
});

export const usageSums = z.object({
  calls: z.int().describe('Requests to models that the gateway saw.'),
  failed_calls: z.int().describe('Of them: those that the provider did not answer to the end.'),
  input_tokens: z.int().describe('With those from a cache.'),
  output_tokens: z.int().describe('With what the models thought.'),
  cached_tokens: z.int().describe('Of the input: served from a cache of the provider.'),
  cost: z.number().describe('Dollars, of all whose price is known.'),
  unpriced_tokens: z.int().describe('Tokens of models without a known price; they are not in `cost`.'),
});

export const usageReport = z.object({
  by: z.enum(usageGroups).describe('What the sums are of.'),
  groups: z
    .array(
      usageSums.extend({
        key: z.string().describe('The name of the agent or project, the day, or the model.'),
      }),
    )
    .describe('By their keys.'),
  total: usageSums.describe('Of all groups.'),
  today: day.describe('By the clock of the daemon, whose days these are.'),
  prices: z
    .object({
      source: z.string().describe('Whose list it is.'),
      date: day.describe('Of which day.'),
    })
    .describe('Where the shipped prices are from.'),
});

export type UsageQueryJson = z.input<typeof usageQuery>;
export type UsageReportJson = z.infer<typeof usageReport>;
export type UsageSumsJson = z.infer<typeof usageSums>;
