// The requests and answers about the trash of a project.
import { z } from 'zod';
import { time } from './schemas.ts';
import { task } from './task-schemas.ts';

const named = task.pick({ number: true, name: true, title: true, state: true });
const bytes = z.int().describe('What would be free on disk without it.');

export const trashEntry = named.extend({
  task_id: z.string().describe('Id of the task.'),
  reason: z.enum(['deleted', 'cancelled', 'dismissed']).describe('Why it is in the trash.'),
  since: time.describe('When it came there.'),
  kept_until: time.describe('When it is deleted for good, if there is room for it until then.'),
  bytes,
  head: z.string().nullable().describe('Its newest commit; null when it had made none.'),
});

export const trashOrphan = z.object({
  id: z.string().describe('Names it in calls.'),
  kind: z.enum(['copy', 'logs', 'commits']).describe('What was found without a task.'),
  owner: z.string().describe('The id of the task that it would belong to.'),
  found_at: time.describe('When it was put aside.'),
  bytes,
  path: z.string().nullable().describe('Where it is; null for commits, which are in the hub.'),
  head: z.string().nullable().describe('The newest of the commits.'),
});

export const trash = z.object({
  project_id: z.string().describe('Id of the project.'),
  project_name: z.string().describe('Name of the project.'),
  keep_days: z.number().describe('For how long work is kept (`keepDays`).'),
  max_bytes: z.int().nullable().describe('How much of it is kept (`trashMb`); null = however much.'),
  bytes: z.int().describe('What all of it takes.'),
  entries: z.array(trashEntry).describe('The newest first.'),
  orphans: z.array(trashOrphan).describe('What belongs to no task; only a person deletes it.'),
});

export const trashRestore = z.strictObject({
  entry: z
    .string()
    .min(1)
    .max(200)
    .describe('Id, number or name of a task in the trash, or id of an orphan.')
    .meta({ examples: ['12'] }),
  branch: z
    .string()
    .min(1)
    .max(250)
    .optional()
    .describe('Makes a branch of this name with its newest commit instead; the task stays in the trash.')
    .meta({ examples: ['rescued/schema'] }),
});

export const trashRestored = z.object({
  task: named
    .extend({ id: z.string().describe('Id of the task.') })
    .nullable()
    .describe('As it is now; null for an orphan.'),
  branch: z.string().nullable().describe('The branch that was made.'),
});

export const trashEmpty = z.strictObject({
  older_than_ms: z.int().min(0).optional().describe('Only what is there for longer; milliseconds.'),
  only: z
    .array(z.string().min(1).max(200))
    .max(10_000)
    .optional()
    .describe('Only these: ids of tasks and orphans, as they were shown.'),
  dry_run: z.boolean().optional().describe('Says what would be deleted, and deletes nothing.'),
});

export const trashEmptied = z.object({
  entries: z.array(trashEntry).describe('The tasks whose work was deleted for good.'),
  orphans: z.array(trashOrphan).describe('What belonged to none.'),
  bytes: z.int().describe('What they took; commits leave the disk with the next housekeeping of the hub.'),
});

export type TrashEntryJson = z.infer<typeof trashEntry>;
export type TrashOrphanJson = z.infer<typeof trashOrphan>;
export type TrashJson = z.infer<typeof trash>;
export type TrashRestoreJson = z.input<typeof trashRestore>;
export type TrashRestoredJson = z.infer<typeof trashRestored>;
export type TrashEmptyJson = z.input<typeof trashEmpty>;
export type TrashEmptiedJson = z.infer<typeof trashEmptied>;
