// The requests and answers about projects.
import { z } from 'zod';
import { proposedCommands } from './knowledge-schemas.ts';
import { nextCursor, paging } from './paging.ts';
import { search, time, warnings } from './schemas.ts';

export const project = z.object({
  id: z
    .string()
    .describe('Never changes.')
    .meta({ examples: ['f1a7c9d0-6f1e-4a53-9d0e-2b8f0a3c5d11'] }),
  name: z
    .string()
    .describe('Unique; what people call it.')
    .meta({ examples: ['shop'] }),
  home: z
    .string()
    .describe('Name of the home that has it: where several share a store, only that one works on it.'),
  is_here: z.boolean().describe('Whether that is the home of this daemon.'),
  root: z
    .string()
    .describe('Absolute path of the repository.')
    .meta({ examples: ['/home/ada/code/shop'] }),
  branch: z
    .string()
    .describe('The branch that work is applied to.')
    .meta({ examples: ['main'] }),
  trusted: z.boolean().describe('Whether commands that the repository’s own configuration names may run.'),
  created_at: time,
  warnings: warnings.describe('What in its configuration is not followed, and why. Empty in lists.'),
});
export const projectAdded = project.extend({
  added: z.boolean().describe('Whether this call added it; false = it was a project already.'),
  proposed: proposedCommands
    .nullable()
    .describe(
      'Setup and checks that the repository seems to want, when it is added and none are configured. Nothing of it runs.',
    ),
});
export const projectQuery = z.object({
  q: search('name or path'),
  ...paging(500, 100),
});
export const projectList = z.object({
  projects: z.array(project).describe('In the order in which they were added.'),
  next_cursor: nextCursor,
});
export const projectAdd = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4096)
    .describe(
      'Any folder inside the repository, on the machine of the daemon; or the address of one elsewhere (https, ssh, git, file), which is cloned, and pushed to when work is applied.',
    )
    .meta({ examples: ['/home/ada/code/shop'] }),
  name: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Otherwise the name of its folder.')
    .meta({ examples: ['shop'] }),
  branch: z
    .string()
    .min(1)
    .max(250)
    .optional()
    .describe('Otherwise the one that is checked out.')
    .meta({ examples: ['main'] }),
  trusted: z
    .boolean()
    .optional()
    .describe('Whether commands that the repository’s own configuration names may run.'),
});

/** A message of a live stream with `projects=1`: something happened to a project. It has no place in the log. */
export const projectNews = z.strictObject({
  type: z.literal('project').describe('What this message is.'),
  project_id: project.shape.id,
  project_name: project.shape.name,
  change: z.literal('settings').describe('What was changed.'),
  by: z.string().describe('Who did it.'),
  version: z.int().describe('Of the settings now.'),
});

export type ProjectNewsJson = z.infer<typeof projectNews>;
export type ProjectJson = z.infer<typeof project>;
export type ProjectAddedJson = z.infer<typeof projectAdded>;
export type ProjectListJson = z.infer<typeof projectList>;
export type ProjectQueryJson = z.input<typeof projectQuery>;
export type ProjectAddJson = z.infer<typeof projectAdd>;
