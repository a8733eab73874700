// The requests and answers about the queue: what waits in which order, and moving it.
import { z } from 'zod';
import { requestKinds } from '../domain/planning/request.ts';
import { resolution } from './resolution-schemas.ts';
import { conflictFile } from './result-schemas.ts';
import { projectRef } from './schemas.ts';
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
  planning: z
    .array(
      z.object({
        id: z.string().describe('Id of the request.'),
        project_name: z.string().describe('Name of its project.'),
        kind: z.enum(requestKinds).describe('A question, one wish, or a goal to be split.'),
        text: z.string().describe('The beginning of what the person wrote.'),
        agent: z.string().describe('Who plans.'),
        doing: z.string().nullable().describe('What the planner did last; null: it has not begun.'),
      }),
    )
    .describe('What is worked on beside the tasks: requests whose planner is at work or waits for its turn.'),
  agents: slots.describe('Of the whole daemon.'),
  project_agents: slots.nullable().describe('Of the project, where it has a limit of its own.'),
  pressure: z.string().nullable().describe('What the machine is too short of to start one more agent.'),
  last_event: z.int().describe('Follow the log from here to miss nothing.'),
});

const hunk = z.object({
  line: z.int().describe('Where it begins in the file of `task`, or of the branch; from 1.'),
  ours: z.array(z.string()).describe('Its lines in `task`, or on the branch.'),
  base: z.array(z.string()).describe('Before either.'),
  theirs: z.array(z.string()).describe('Its lines in the other one.'),
});
const shortTask = task.pick({ id: true, number: true, name: true, title: true, state: true });
export const conflictQuery = z.object({
  project: projectRef,
  task: z.string().max(200).optional().describe('Only what this task has to do with: id, number or name.'),
});
export const conflicts = z.object({
  projects: z
    .array(
      z.object({
        project_id: z.string().describe('Id of the project.'),
        project_name: z.string().describe('Its name.'),
        branch: z.string().describe('The branch that work is applied to.'),
        branch_commit: z.string().describe('Where it stands.'),
        compared: z.int().describe('How many tasks have work that was compared.'),
        conflicts: z
          .array(
            z.object({
              task: shortTask.nullable().describe('Null: the branch.'),
              other: shortTask.describe('The task that it conflicts with.'),
              files: z
                .array(
                  conflictFile.extend({
                    resolution: resolution
                      .nullable()
                      .describe('What the memory would resolve it with when it is applied; null = nothing.'),
                    hunks: z
                      .array(hunk)
                      .nullable()
                      .describe(
                        'Null: it has no lines, or there are too many conflicts to show those of all.',
                      ),
                  }),
                )
                .describe('Where.'),
              reason: z.string().nullable().describe('Why git could not say, where it could not.'),
            }),
          )
          .describe('Those with the branch first.'),
      }),
    )
    .describe('Those with work to compare.'),
});

export type ConflictQueryJson = z.input<typeof conflictQuery>;
export type ConflictsJson = z.infer<typeof conflicts>;
export type TaskMoveJson = z.infer<typeof taskMove>;
export type QueueQueryJson = z.input<typeof queueQuery>;
export type QueueJson = z.infer<typeof queue>;
