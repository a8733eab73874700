// The memory of conflicts in the contract: how conflicts were resolved, and what became of those of one task.
import { z } from 'zod';
import { conflictKinds } from '../domain/conflict.ts';
import { conflictOutcomes, resolutionSources } from '../domain/resolution.ts';
import { time } from './schemas.ts';

export const resolution = z.object({
  id: z.string().describe('Never changes.'),
  path: z.string().describe('The file that it was made for first; it serves the same conflict in any file.'),
  kind: z.enum(conflictKinds).describe('Why git could not bring the two sides together.'),
  source: z
    .enum(resolutionSources)
    .describe('`history`: a merge commit shows it. `driver`: a structural merge driver. `agent`: an agent.'),
  task_id: z.string().nullable().describe('The task for whose work it was made.'),
  proven: z
    .boolean()
    .describe(
      'Whether work that was merged with it is on the branch. Otherwise it serves its own task alone.',
    ),
  also: z
    .array(
      z.object({ path: z.string().describe('The file.'), why: z.string().describe('As the agent said it.') }),
    )
    .describe('Files in no conflict that are changed with it.'),
  deletes: z.boolean().describe('Whether the file is deleted by it.'),
  uses: z.int().describe('How often work was applied with it.'),
  used_at: time.nullable().describe('When work was last applied with it; null = never.'),
  created_at: time,
});
export const resolutionList = z.object({
  resolutions: z.array(resolution).describe('Newest first.'),
});

const taskConflict = z.object({
  path: z.string().describe('The file.'),
  kind: z.enum(conflictKinds).describe('Why git could not bring the two sides together.'),
  resolution: resolution.nullable().describe('Null = nobody knows yet how it is to be resolved.'),
  before: z
    .string()
    .nullable()
    .describe(
      'Both sides between markers, with what was before; null for a file without lines, or that only was renamed.',
    ),
  after: z.string().nullable().describe('What came of it; null where nothing has, or the file is deleted.'),
  outcome: z
    .enum(conflictOutcomes)
    .nullable()
    .describe(
      '`branch`, `task`, `before`: that version of the file was taken as it is. `new`: it is none of them. Null = not resolved.',
    ),
});
export const taskConflicts = z.object({
  state: z
    .enum(['applied', 'open'])
    .describe('`applied`: the work is on the branch, with these. `open`: what an apply would meet now.'),
  branch: z.string().describe('The branch that it conflicts with.'),
  files: z.array(taskConflict).describe('Empty when there was nothing to resolve.'),
});

export type ResolutionJson = z.infer<typeof resolution>;
export type ResolutionListJson = z.infer<typeof resolutionList>;
export type TaskConflictsJson = z.infer<typeof taskConflicts>;
