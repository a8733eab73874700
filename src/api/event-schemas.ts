// The event log as it is answered and streamed, and the short form of a task that streams and webhooks have.
import { z } from 'zod';
import { nextCursor, paging } from './paging.ts';
import { failure } from './result-schemas.ts';
import { projectRef, time } from './schemas.ts';
import { task } from './task-schemas.ts';

export const eventRecord = z.object({
  id: z.int().describe('Its place in the whole log; rises in the order in which things became true.'),
  project_id: z.string().describe('Id of the project.'),
  task_id: z.string().describe('Id of the task.'),
  seq: z.int().describe('Its place among the events of its task, from 1, without gaps.'),
  at: time,
  actor: z
    .string()
    .describe('Who did it: a person, `system`, `worker:NAME`, `agent:NAME`.')
    .meta({ examples: ['person'] }),
  type: z
    .string()
    .describe('What happened, for example `task.changed`.')
    .meta({ examples: ['task.changed'] }),
  data: z
    .record(z.string(), z.unknown())
    .describe('What belongs to it; which fields depends on the type. Their names are in camelCase.'),
});
export const eventList = z.object({
  events: z.array(eventRecord).describe('Oldest first.'),
  next_after: z
    .int()
    .describe(
      'Where the reading ended: ask with `after` for what came since. With `types` a page may be short.',
    ),
  next_cursor: nextCursor,
});
export const eventQuery = z.object({
  task: z
    .string()
    .max(20_000)
    .optional()
    .describe('Only of this task: id, number or name; several with commas between.'),
  project: projectRef,
  types: z
    .string()
    .max(2000)
    .optional()
    .describe('Names of what happened, with commas between.')
    .meta({ examples: ['task.ready,agent.*'] }),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Only what came after the event with this id.')
    .meta({ examples: [0] }),
  before: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Of a page about one task: the newest before this id, in place of the oldest.')
    .meta({ examples: [9_000_000] }),
  since: time.optional().describe('Instead of `after`: the events since then.'),
  snapshot: z.literal('1').optional().describe('A stream begins with the tasks as they are.'),
  requests: z
    .literal('1')
    .optional()
    .describe('A stream tells of requests too, in messages of their own (`event: request`).'),
  schedules: z
    .literal('1')
    .optional()
    .describe('A stream tells of schedules too, in messages of their own (`event: schedule`).'),
  projects: z
    .literal('1')
    .optional()
    .describe(
      'A stream tells of changed settings of projects too, in messages of their own (`event: project`).',
    ),
  ...paging(5000, 1000),
});

/** A message of a live stream with `requests=1` or `schedules=1`: what is there to be told first has been told. */
export const following = z.strictObject({
  type: z.literal('following').describe('What this message is.'),
  what: z.enum(['requests', 'schedules']).describe('Of what each change is told from here on.'),
});
export type FollowingJson = z.infer<typeof following>;

export type EventJson = z.infer<typeof eventRecord>;
export type EventListJson = z.infer<typeof eventList>;
export type EventQueryJson = z.input<typeof eventQuery>;

const shared = task.pick({
  id: true,
  number: true,
  name: true,
  title: true,
  state: true,
  state_since: true,
  notice: true,
  project_id: true,
  project_name: true,
  agent: true,
  priority: true,
  branch: true,
  applied_commit: true,
  created_at: true,
  updated_at: true,
  version: true,
});
export const taskSummary = z.strictObject({
  ...shared.shape,
  question: z.string().nullable().describe('What a waiting task wants from a person.'),
  failure: failure.nullable().describe('Why it failed.'),
});

/** The first message of a stream with `snapshot=1`, in as many parts as it takes. */
export const snapshot = z.strictObject({
  type: z.literal('snapshot').describe('What this message is.'),
  id: z.int().describe('The tasks are as they were after this event; the next message is the one after it.'),
  last: z.boolean().describe('Whether this is the last part.'),
  tasks: z.array(taskSummary).describe('Newest first.'),
});

/** Instead of events, when the position that was asked for is not in this log: it was replaced by an older one. */
export const reset = z.strictObject({
  type: z.literal('reset').describe('What this message is.'),
  id: z.int().describe('The newest event there is; what comes next is after it.'),
});

export type TaskSummaryJson = z.infer<typeof taskSummary>;
export type SnapshotJson = z.infer<typeof snapshot>;
export type ResetJson = z.infer<typeof reset>;
