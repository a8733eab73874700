// A ranking of variants in the contract: a judge’s order, with what was found of each thing that it cites.
import { z } from 'zod';
import { countNames } from '../domain/ranking/citation.ts';
import { rankingStates } from '../domain/ranking/ranking.ts';
import { time } from './schemas.ts';
import { usage } from './task-schemas.ts';

const cited = {
  variant: z.int().describe('Number of the task that it is about.'),
  problem: z.string().nullable().describe('Why it proves nothing; null = it is as we measured it.'),
};

const citation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('check').describe('How a check ended.'),
    ...cited,
    name: z.string().describe('Name of the check.'),
    outcome: z
      .enum(['passed', 'failed', 'timed_out', 'not_started'])
      .describe('How it ended, says the judge.'),
  }),
  z.object({
    kind: z.literal('line').describe('What stands on a line of the diff.'),
    ...cited,
    path: z.string().describe('Of the file.'),
    side: z.enum(['old', 'new']).describe('The file as it was, or as it is with the work.'),
    line: z.int().describe('From 1.'),
    text: z.string().describe('What stands there, or a part of it.'),
  }),
  z.object({
    kind: z.literal('count').describe('Something that was counted.'),
    ...cited,
    what: z.enum(countNames).describe('What was counted.'),
    value: z.number().describe('How much it is, says the judge.'),
  }),
]);

export const ranking = z.object({
  id: z.string().describe('Never changes.'),
  state: z.enum(rankingStates).describe('`working` while a judge is at it.'),
  agent: z.string().describe('Who judges.'),
  model: z.string().nullable().describe('Null = the usual one of that agent.'),
  by: z.string().describe('Who asked for it.'),
  summary: z.string().nullable().describe('In a sentence or two.'),
  places: z
    .array(
      z.object({
        task: z.string().describe('Id of the variant.'),
        number: z.int().describe('Its number.'),
        name: z.string().describe('Its name.'),
        is_stale: z.boolean().describe('Whether it has other work now than the judge saw.'),
        reasons: z
          .array(
            z.object({
              text: z.string().describe('What the judge says.'),
              is_supported: z
                .boolean()
                .describe('Whether it cites something and all of that is as we measured it.'),
              citations: z.array(citation).describe('What it points at.'),
            }),
          )
          .describe('Why it has this place.'),
      }),
    )
    .describe('The best first.'),
  left_out: z.array(z.string()).describe('Ids of variants that had no finished work.'),
  problems: z.array(z.string()).describe('Why there is no order.'),
  said: z.string().nullable().describe('The end of what the judge said, where nothing came of it.'),
  repairs: z.int().describe('How often its answer went back to it.'),
  usage: usage.describe('What the judge used; nothing while it is at it.'),
  created_at: time,
  ended_at: time.nullable().describe('Null while the judge is at it.'),
});

export type RankingJson = z.infer<typeof ranking>;
