// The answer to the question what an undo of an applied task would do.
import { z } from 'zod';
import { conflictFile } from './result-schemas.ts';
import { task } from './task-schemas.ts';

export const undoPlan = z.object({
  possible: z
    .boolean()
    .describe('Whether it can be taken from the branch; the checks have their say when it is done.'),
  reason: z.string().nullable().describe('Why not.'),
  branch: z.string().describe('The branch that it was applied to.'),
  branch_commit: z.string().describe('Where that stands.'),
  applied_commit: z.string().describe('The commit with which the work was on it.'),
  files: z.array(z.string()).describe('What the task changed.'),
  conflicts: z.array(conflictFile).describe('Files in which later work stands on it.'),
  later: z
    .array(
      task.pick({ id: true, number: true, name: true, title: true, state: true }).extend({
        because: z
          .enum(['depends_on', 'same_files'])
          .describe('It needs this task by its own words, or changed some of the same files after it.'),
        files: z.array(z.string()).describe('The files that both changed.'),
      }),
    )
    .describe('Tasks that build on it.'),
  commits: z
    .array(
      z.object({
        oid: z.string().describe('Its id.'),
        subject: z.string().describe('The first line of its message.'),
      }),
    )
    .describe('Other commits that changed the same files since, newest first.'),
});

export type UndoPlanJson = z.infer<typeof undoPlan>;
