// The event log as it is answered and streamed, and the short form of a task that streams and webhooks have.
import { z } from 'zod';
import { time } from './schemas.ts';
import { failure } from './result-schemas.ts';
import { task } from './task-schemas.ts';

export const eventRecord = z.object({
  id: z.int(),
  project_id: z.string(),
  task_id: z.string(),
  seq: z.int(),
  at: time,
  actor: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const eventList = z.object({ events: z.array(eventRecord), next_after: z.int() });

export const eventQuery = z.object({
  task: z.string().optional().describe('Id, number or name; several with commas between.'),
  project: z.string().optional(),
  types: z.string().optional().describe('Names of what happened, with commas between: task.ready, agent.*'),
  after: z.coerce.number().int().min(0).optional(),
  since: time.optional().describe('Instead of `after`: the events since then.'),
  snapshot: z.literal('1').optional().describe('A stream begins with the tasks as they are.'),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
});

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
  failure: failure.nullable(),
});

/** The first message of a stream with `snapshot=1`, in as many parts as it takes. */
export const snapshot = z.strictObject({
  type: z.literal('snapshot'),
  id: z.int().describe('The tasks are as they were after this event; the next message is the one after it.'),
  last: z.boolean().describe('Whether this is the last part.'),
  tasks: z.array(taskSummary),
});

/** Instead of events, when the position that was asked for is not in this log: it was replaced by an older one. */
export const reset = z.strictObject({
  type: z.literal('reset'),
  id: z.int().describe('The newest event there is; what comes next is after it.'),
});

export type TaskSummaryJson = z.infer<typeof taskSummary>;
export type SnapshotJson = z.infer<typeof snapshot>;
export type ResetJson = z.infer<typeof reset>;
