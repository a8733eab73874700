// What happened to one task, each kind of thing by itself: transitions, messages, attempts, evidence, output.
import { z } from 'zod';
import { taskStates } from '../domain/task.ts';
import { nextCursor, paging } from './paging.ts';
import { evidence } from './result-schemas.ts';
import { projectRef, time } from './schemas.ts';
import { usage } from './task-schemas.ts';

const event = z.int().describe('Id of the event in the log that tells of it.');
const actor = z
  .string()
  .describe('Who did it.')
  .meta({ examples: ['person'] });

export const historyQuery = z.object({ project: projectRef, ...paging(1000, 200) });

export const transitionList = z.object({
  transitions: z
    .array(
      z.object({
        event,
        at: time,
        actor,
        from: z.enum(taskStates).nullable().describe('Null where it was created.'),
        to: z.enum(taskStates).describe('The state it came into.'),
        change: z
          .string()
          .describe('What happened, for example `claimed`.')
          .meta({ examples: ['claimed'] }),
        reason: z.string().nullable().describe('Why, where somebody or something gave a reason.'),
        version: z.int().describe('The version of the task that this made.'),
      }),
    )
    .describe(
      'Every change of the task, oldest first; `from` and `to` are the same where only a field changed.',
    ),
  next_cursor: nextCursor,
});

export const messageList = z.object({
  messages: z
    .array(
      z.object({
        event,
        at: time,
        from: z.enum(['person', 'agent']).describe('Which side said it.'),
        actor,
        text: z.string().describe('What was said, with the pieces that belong together put together.'),
      }),
    )
    .describe('What was said in the task, oldest first; the request itself is the first.'),
  next_cursor: nextCursor,
});

export const attemptList = z.object({
  attempts: z
    .array(
      z.object({
        id: z.string().describe('Id of the attempt.'),
        number: z.int().describe('1 for the first. A start that never reached its agent is not counted.'),
        agent: z.string().describe('Who worked.'),
        model: z.string().nullable().describe('With which model; null = the agent’s own default.'),
        session_id: z.string().nullable().describe('The agent’s own id of its conversation.'),
        usage: usage.describe('What it used.'),
        started_at: time,
        ended_at: time.nullable().describe('Null while it goes on.'),
      }),
    )
    .describe('Oldest first.'),
  next_cursor: nextCursor,
});

export const evidenceList = z.object({
  evidence: z
    .array(
      z.object({
        event,
        attempt: z.int().describe('The attempt whose work was looked at.'),
        ...evidence.shape,
      }),
    )
    .describe('Every check that ran on this task’s work, of all attempts and applies, oldest first.'),
  next_cursor: nextCursor,
});

export const logQuery = z.object({
  project: projectRef,
  source: z
    .string()
    .max(200)
    .optional()
    .describe('Only of this source: `setup`, the name of a check, `agent` or `system`.'),
  ...paging(5000, 1000),
});
export const logList = z.object({
  logs: z
    .array(
      z.object({
        event,
        at: time,
        source: z
          .string()
          .describe('`setup`, the name of a check, `agent` (its standard error) or `system`.')
          .meta({ examples: ['setup'] }),
        level: z.enum(['info', 'warning']).describe('How much it matters.'),
        text: z.string().describe('What was printed or noted.'),
      }),
    )
    .describe('What setup, checks and agent printed, and what the system noted, oldest first.'),
  next_cursor: nextCursor,
});

export const diffQuery = z.object({
  project: projectRef,
  attempt: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('The work of this attempt; otherwise the newest.')
    .meta({ examples: [1] }),
});

export const patchQuery = z.object({
  ...diffQuery.shape,
  whitespace: z
    .enum(['show', 'ignore'])
    .optional()
    .describe(
      '`ignore`: lines that differ in white space alone are not in the patch; the files are all told. `show` unless told.',
    )
    .meta({ examples: ['ignore'] }),
});

export type HistoryQueryJson = z.input<typeof historyQuery>;
export type TransitionListJson = z.infer<typeof transitionList>;
export type MessageListJson = z.infer<typeof messageList>;
export type AttemptListJson = z.infer<typeof attemptList>;
export type EvidenceListJson = z.infer<typeof evidenceList>;
export type LogQueryJson = z.input<typeof logQuery>;
export type LogListJson = z.infer<typeof logList>;
export type PatchQueryJson = z.input<typeof patchQuery>;
