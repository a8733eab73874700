// The limits of a task: what a person may say of them, and how much of each is used.
import { z } from 'zod';
import { limitSources } from '../domain/limit-source.ts';
import { limitKinds } from '../domain/limit-use.ts';

export const budgets = {
  max_tokens: z.int().positive().optional().describe('Of one attempt, in and out together.'),
  max_cost: z.number().positive().optional().describe('Of one attempt, in dollars.'),
};

/** For a task that goes on, or begins again. */
export const otherLimits = {
  timeout_ms: z.int().positive().optional().describe('Another time limit, in milliseconds.'),
  max_turns: z.int().positive().optional().describe('Another limit of rounds with the model.'),
  ...budgets,
};

export const limitUse = z.object({
  what: z.enum(limitKinds).describe('What is limited.'),
  of: z
    .enum(['attempt', 'project_day', 'day'])
    .describe('Whose limit it is: of the task’s attempt, or of a day of its project or of all projects.'),
  limit: z
    .number()
    .describe('Milliseconds, rounds with the model, tokens in and out together, or dollars.')
    .meta({ examples: [200_000] }),
  used: z
    .number()
    .nullable()
    .describe('How much of it is used; null = nobody counted it, or a model has no known price.')
    .meta({ examples: [41_250] }),
  from: z
    .enum(limitSources)
    .nullable()
    .describe('Who set it: the task itself, its template, the project, …; null = it is not known.'),
});
