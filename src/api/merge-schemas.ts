// The requests and answers about the merge queue: what waits to come to a project's branch, and putting it there.
import { z } from 'zod';
import { priorities } from '../domain/task.ts';
import { projectRef, time } from './schemas.ts';
import { mergePriority } from './task-action-schemas.ts';
import { task } from './task-schemas.ts';

export const mergeQuery = z.object({ project: projectRef });

const steps = ['waits', 'testing', 'behind', 'resolving'] as const;

const mergeEntry = z.object({
  task_id: z.string().describe('Id of the task.'),
  number: task.shape.number,
  name: task.shape.name,
  title: task.shape.title,
  state: task.shape.state,
  position: z.int().describe('From 1: the first is merged onto the branch itself.'),
  priority: z.enum(priorities).describe('In this queue.'),
  queued_at: time,
  by: z.string().describe('Who put it there.'),
  step: z
    .enum(steps)
    .describe(
      '`behind`: it conflicts with one ahead of it, and is looked at again when that has landed or gone. `resolving`: an agent resolves its conflict with the branch.',
    ),
});

export const mergeQueue = z.object({
  project_id: z.string().describe('Id of the project.'),
  project_name: z.string().describe('Name of the project.'),
  branch: z.string().describe('The branch that they come to.'),
  strategy: z
    .enum(['prefix', 'window'])
    .nullable()
    .describe('How cuts of the queue are chosen for tests: spread over it, or one by one while many fail.'),
  tests: z.int().describe('How many merged trees are checked at this moment.'),
  slots: z.int().nullable().describe('How many may be at once; null while nothing waits.'),
  entries: z.array(mergeEntry).describe('In the order in which they land.'),
});

export const mergeQueues = z.object({
  queues: z.array(mergeQueue).describe('Of each project; an empty one only where the project was named.'),
});

export const mergeEnter = z.strictObject({
  project: z
    .string()
    .min(1)
    .max(200)
    .describe('Id or name of a project.')
    .meta({ examples: ['shop'] }),
  tasks: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(1000)
    .optional()
    .describe('Ids, numbers or names; otherwise all that are ready. The oldest come first.'),
  priority: mergePriority,
});

export const mergeEntered = z.object({
  queue: mergeQueue,
  entered: z
    .array(z.string())
    .describe('Ids of the tasks that are in the queue now, in the order they entered.'),
  refused: z
    .array(
      z.object({
        task_id: z.string().describe('Id of the task.'),
        code: z.string().describe('For programs.'),
        message: z.string().describe('Why it cannot be applied.'),
        next: z.string().nullable().describe('What to do next.'),
      }),
    )
    .describe('Those that could not enter, and why.'),
});

export type MergeQueryJson = z.input<typeof mergeQuery>;
export type MergeQueueJson = z.infer<typeof mergeQueue>;
export type MergeQueuesJson = z.infer<typeof mergeQueues>;
export type MergeEnterJson = z.input<typeof mergeEnter>;
export type MergeEnteredJson = z.infer<typeof mergeEntered>;
