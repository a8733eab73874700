// The requests and answers about the queue: what waits in which order, and moving it.
import { z } from 'zod';
import { task, version } from './task-schemas.ts';

const beside = z.string().min(1).max(200).describe('Id, number or name of a waiting task.');
export const taskMove = z.union([
  z.strictObject({
    to: z.enum(['top', 'bottom']).describe('Before or behind all others of its priority.'),
    version,
  }),
  z.strictObject({ before: beside, version }),
  z.strictObject({ after: beside, version }),
]);

const slots = z.object({
  busy: z.int().describe('Agents at work.'),
  limit: z.int().describe('How many there may be.'),
});
export const queueQuery = z.object({
  project: z.string().max(200).optional().describe('Only of this project: id or name.'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('Of waiting tasks; 1,000 unless told.'),
  cursor: z.string().max(400).optional().describe('The `next_cursor` of the page before.'),
});
export const queue = z.object({
  waiting: z.array(task).describe('In the order in which they would start, within the page.'),
  total: z.int().describe('How many wait, also those that are not on this page.'),
  next_cursor: z.string().nullable().describe('Of the next page; null when this is the last.'),
  next: z.string().nullable().describe('Id of the task that starts next; null when none can.'),
  running: z.array(task).describe('What is at work, the longest first.'),
  agents: slots.describe('Of the whole daemon.'),
  project_agents: slots.nullable().describe('Of the project, where it has a limit of its own.'),
  pressure: z.string().nullable().describe('What the machine is too short of to start one more agent.'),
  last_event: z.int().describe('Follow the log from here to miss nothing.'),
});

export type TaskMoveJson = z.infer<typeof taskMove>;
export type QueueQueryJson = z.input<typeof queueQuery>;
export type QueueJson = z.infer<typeof queue>;
