// What is asked of tasks that there are: which of them, and what is to be done with one.
import { z } from 'zod';
import { policyNames } from '../domain/policy.ts';
import { priorities } from '../domain/task.ts';
import { otherLimits } from './limit-schemas.ts';
import { paging } from './paging.ts';
import { projectRef, search } from './schemas.ts';
import { modelName, version } from './task-schemas.ts';

export const taskQuery = z.object({
  project: projectRef,
  state: z
    .string()
    .max(200)
    .optional()
    .describe('One state, or several joined by commas.')
    .meta({ examples: ['ready,failed'] }),
  agent: z.string().max(100).optional().describe('Only those given to this agent.'),
  policy: z.enum(policyNames).optional().describe('Only those of this policy.'),
  priority: z.enum(priorities).optional().describe('Only those of this priority.'),
  phase: z.string().max(200).optional().describe('Only those of this phase: id or name.'),
  subagents: z
    .enum(['hide', 'show'])
    .optional()
    .describe('Whether runs of subagents are among them; they are not unless asked for.'),
  q: search('name, title or prompt'),
  updated_since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Only those that changed at this time or later.')
    .meta({ examples: ['2026-11-21T00:00:00Z'] }),
  ...paging(500, 100),
});

/** For an action without parameters of its own. */
export const action = z.strictObject({ version });
export const mergePriority = z
  .enum(priorities)
  .optional()
  .describe('In the merge queue; otherwise that of the task.');
export const applyRequest = z.strictObject({
  priority: mergePriority,
  wait: z
    .boolean()
    .optional()
    .describe('Whether to answer only when it has left the merge queue; yes unless told.'),
  version,
});
export const message = z.strictObject({
  message: z
    .string()
    .describe('What the agent is told.')
    .meta({ examples: ['Also add a test.'] }),
  ...otherLimits,
  interrupt: z.boolean().optional().describe('Ends the turn under way, so that its agent hears this now.'),
  version,
});
/** What the new attempt has otherwise than the one before. */
export const retryRequest = z.strictObject({
  ...otherLimits,
  agent: z.string().min(1).max(100).optional().describe('Another agent.'),
  model: modelName.optional(),
  version,
});
export const cancelRequest = z.strictObject({
  reason: z
    .string()
    .max(2000)
    .optional()
    .describe('Why, for the log.')
    .meta({ examples: ['not needed'] }),
  force: z.boolean().optional().describe('Also where the policy of the task does not allow it.'),
  version,
});

export type TaskQueryJson = z.input<typeof taskQuery>;
export type ActionJson = z.infer<typeof action>;
export type MessageJson = z.infer<typeof message>;
export type ApplyJson = z.infer<typeof applyRequest>;
export type RetryJson = z.infer<typeof retryRequest>;
export type CancelJson = z.infer<typeof cancelRequest>;
