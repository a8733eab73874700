// The request and the answer about all that goes on in the background.
import { z } from 'zod';
import { jobKinds } from '../domain/job.ts';
import { time } from './schemas.ts';

export const job = z.object({
  kind: z
    .enum(jobKinds)
    .describe(
      'An agent on a task, a subagent in a copy of its own, a planner, or a merge on its way to the branch.',
    ),
  project_id: z.string().describe('Id of its project.'),
  project_name: z.string().describe('Name of its project.'),
  title: z.string().describe('Of the task, or what the planner was asked.'),
  task_id: z.string().nullable().describe('Id of the task; null for a planner.'),
  request_id: z.string().nullable().describe('Id of the request, of a planner.'),
  agent: z.string().nullable().describe('Who works; null: the daemon itself.'),
  state: z.enum(['running', 'waiting']).describe('`waiting`: for a person, or for its turn.'),
  step: z
    .string()
    .describe('What exactly happens.')
    .meta({ examples: ['checks'] }),
  since: time,
});

export const jobQuery = z.object({
  project: z.string().max(200).optional().describe('Id or name; default: all that one can see.'),
});

export const jobList = z.object({
  jobs: z.array(job).describe('The longest first.'),
  at: time.describe('The clock of the daemon.'),
});

export type JobQueryJson = z.input<typeof jobQuery>;
export type JobListJson = z.infer<typeof jobList>;
export type JobJson = z.infer<typeof job>;
