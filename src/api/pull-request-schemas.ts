// A request to a git host to take a task's work, as it is answered with the task.
import { z } from 'zod';
import { hostVerdicts, pullRequestStates } from '../domain/pull-request.ts';
import { time } from './schemas.ts';

export const pullRequest = z.object({
  number: z.int().describe('As its host counts them.'),
  url: z
    .string()
    .describe('Its page.')
    .meta({ examples: ['https://github.com/ada/shop/pull/7'] }),
  state: z.enum(pullRequestStates).describe('As the host said last.'),
  branch: z.string().describe('The branch on the remote that has the work.'),
  into: z.string().describe('The branch there that it is to come to.'),
  head: z.string().describe('The newest commit that was pushed for it.'),
  checks: z
    .enum(hostVerdicts)
    .nullable()
    .describe(
      'What the host’s own checks said of that commit last; null = there are none, or it does not say.',
    ),
  opened_at: time,
  changed_at: time.describe('When its state was seen to change last.'),
});
