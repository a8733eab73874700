// The board: tasks as cards. Whatever the length of a prompt, a log or a diff, a card stays small, so that a board of
// thousands of them is one quick answer.
import { z } from 'zod';
import { failureKinds } from '../domain/failure.ts';
import { policyNames } from '../domain/policy.ts';
import { task } from './task-schemas.ts';
import { projectRef, time } from './schemas.ts';

const shared = task.pick({
  id: true,
  number: true,
  name: true,
  title: true,
  state: true,
  state_since: true,
  hold: true,
  project_id: true,
  project_name: true,
  phase_id: true,
  agent: true,
  model: true,
  priority: true,
  category: true,
  depends_on: true,
  position: true,
  attempt: true,
  owner: true,
  branch: true,
  applied_commit: true,
  created_at: true,
  updated_at: true,
  version: true,
});

const problem = z.object({
  kind: z.enum(failureKinds).describe('What kind of failure, for programs.'),
  message: z.string().describe('What went wrong, in at most 300 characters.'),
});

export const card = z.object({
  ...shared.shape,
  policy: z.enum(policyNames).describe('What follows when its work is verified.'),
  brief: z.string().describe('The beginning of what is wanted, in one line.'),
  step: z.string().nullable().describe('What exactly happens in starting or running.'),
  question: z.string().nullable().describe('What a waiting task wants from a person.'),
  asks: z
    .enum(['approval', 'question', 'person'])
    .nullable()
    .describe('What kind of answer a waiting task needs.'),
  failure: problem.nullable().describe('Why it failed.'),
  notice: problem.nullable().describe('Why the last apply of a ready task was refused.'),
  said: z.string().nullable().describe('The newest words of its agent while it works, in one line.'),
  owns: z.int().describe('How many globs say which paths it may change; 0 = all.'),
  changes: z
    .object({
      files: z.int().describe('Changed files.'),
      additions: z.int().describe('Lines that were added.'),
      deletions: z.int().describe('Lines that were deleted.'),
    })
    .nullable()
    .describe('What its work amounts to, since it was looked at.'),
  checks: z
    .object({
      passed: z.int().describe('Checks that passed.'),
      failed: z.int().describe('Checks that did not.'),
    })
    .nullable()
    .describe('What the system ran on its work.'),
  conflicts: z
    .int()
    .nullable()
    .describe(
      'With how many other tasks, or the branch, its work conflicts in a way that the memory would not resolve; null = not known.',
    ),
  commit: z
    .object({
      id: z.string().describe('On the branch once it is applied; of the work itself before.'),
      message: z.string().describe('Its first line.'),
      link: z.string().nullable().describe('Its page on the host of the remote, where one is known.'),
    })
    .nullable()
    .describe('The commit of finished work.'),
  merge_position: z.int().nullable().describe('Its place in the merge queue, from 1.'),
  tokens: z.int().nullable().describe('Of the newest attempt, in and out together.'),
  cost: z.number().nullable().describe('Of the newest attempt, in dollars, where that is known.'),
});

export const boardQuery = z.object({
  project: projectRef,
  tasks: z
    .string()
    .max(20_000)
    .optional()
    .describe(
      'Only the cards of these tasks: ids with commas between, 200 at most. What is gone is left out.',
    ),
  ended: z.coerce
    .number()
    .int()
    .min(0)
    .max(5000)
    .optional()
    .describe('How many of the tasks that are done, dismissed or cancelled; 100 unless told.')
    .meta({ examples: [100] }),
});

export const board = z.object({
  cards: z.array(card).describe('Newest first.'),
  position: z.int().describe('The cards are at least as new as this event: follow the log from here.'),
  has_more_ended: z.boolean().describe('Whether there are more that have ended than were asked for.'),
  at: time.describe('The clock of the daemon, by which elapsed times count.'),
});

export const liveTicket = z.object({
  ticket: z.string().describe('For `GET /api/v1/live?ticket=…`, once.'),
  expires_at: time,
});

export type CardJson = z.infer<typeof card>;
export type BoardJson = z.infer<typeof board>;
export type BoardQueryJson = z.input<typeof boardQuery>;
export type LiveTicketJson = z.infer<typeof liveTicket>;
