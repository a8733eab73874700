// The request and the answer about what became of the work of agents, and how long it took.
import { z } from 'zod';
import { day } from './usage-schemas.ts';

const spread = z.object({
  count: z.int().describe('How many were measured.'),
  median: z.int().describe('Half of them took no longer, in milliseconds.'),
  p90: z.int().describe('Nine of ten took no longer, in milliseconds.'),
  longest: z.int().describe('In milliseconds.'),
});

const count = z.int();

export const runSums = z.object({
  runs: count.describe('How often an agent was set to work.'),
  outcomes: z
    .object({
      succeeded: count.describe('Its work passed the checks.'),
      failed: count.describe('Its task has failed.'),
      dismissed: count.describe('A person did not want what it did.'),
      cancelled: count.describe('A person stopped it.'),
      again: count.describe('Another run of the same task followed, or will.'),
      open: count.describe('It is not over yet.'),
    })
    .describe('What became of them.'),
  worked: spread.nullable().describe('From start to end, of those that are over.'),
  waited: spread.nullable().describe('Of their tasks in the queue, where it is known.'),
});

export const statisticsQuery = z.object({
  project: z.string().max(200).optional().describe('Id or name; default: all that one can see.'),
  from: day.optional().describe('First day, inclusive; default: thirty days up to the last.'),
  to: day.optional().describe('Last day, inclusive; default: today.'),
});

const keyed = (what: string) => runSums.extend({ key: z.string().describe(what) });

export const statistics = z.object({
  from: day.describe('First day, by the clock of the daemon.'),
  to: day.describe('Last day.'),
  agents: z.array(keyed('The name of the agent.')).describe('By their names.'),
  days: z
    .array(keyed('The day on which they were started.'))
    .describe('Those on which something was started.'),
  total: runSums.describe('Of all.'),
  is_cut: z.boolean().describe('Whether there were more than 10,000 runs: then only the newest are counted.'),
});

export type StatisticsQueryJson = z.input<typeof statisticsQuery>;
export type StatisticsJson = z.infer<typeof statistics>;
export type RunSumsJson = z.infer<typeof runSums>;
