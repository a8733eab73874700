// The requests and answers about projects.
import { z } from 'zod';
import { time } from './schemas.ts';

export const project = z.object({
  id: z.string(),
  name: z.string(),
  home: z
    .string()
    .describe('Name of the home that has it: where several share a store, only that one works on it.'),
  is_here: z.boolean().describe('Whether that is the home of this daemon.'),
  root: z.string(),
  branch: z.string(),
  trusted: z.boolean(),
  created_at: time,
  warnings: z.array(z.string()),
});

export const projectAdded = project.extend({
  added: z.boolean().describe('Whether this call added it; false = it was a project already.'),
});

export const projectList = z.object({ projects: z.array(project) });

export const projectAdd = z.strictObject({
  path: z.string().min(1).describe('Any folder inside the repository, on the machine of the daemon.'),
  name: z.string().min(1).max(60).optional(),
  branch: z.string().min(1).optional(),
  trusted: z.boolean().optional(),
});

export type ProjectJson = z.infer<typeof project>;
export type ProjectAddedJson = z.infer<typeof projectAdded>;
export type ProjectListJson = z.infer<typeof projectList>;
export type ProjectAddJson = z.infer<typeof projectAdd>;
