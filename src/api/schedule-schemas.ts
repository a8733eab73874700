// Schedules in the contract: what becomes a task or a request at certain times.
import { z } from 'zod';
import { missedPolicies, scheduleMakes, scheduleStates } from '../domain/planning/schedule.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, time } from './schemas.ts';

const scheduleRun = z.object({
  due_at: time.describe('The time that it is for; of a run by hand, when it was asked for.'),
  at: time.describe('When it was taken up.'),
  by: z.string().nullable().describe('Who asked for it; null = it was time.'),
  missed: z.int().describe('How many times before this one had passed unseen.'),
  outcome: z
    .enum(['begun', 'made', 'skipped', 'failed'])
    .describe('What came of it; `begun` = it is being made.'),
  task_id: z.string().nullable().describe('The task that it made.'),
  request_id: z.string().nullable().describe('The request that it made.'),
  reason: z.string().nullable().describe('Why it was skipped, or failed.'),
});

export const schedule = z.object({
  id: z.string().describe('Never changes.'),
  project_id: z.string().describe('The project that it is for.'),
  project_name: z.string().describe('Name of that project.'),
  name: z.string().describe('Unique in the project.'),
  cron: z.string().nullable().describe('Minute, hour, day, month, weekday; null when it is for one time.'),
  at: time.nullable().describe('The one time; null when it has a cron expression.'),
  zone: z.string().describe('The time zone whose clocks it goes by.'),
  makes: z.enum(scheduleMakes).describe('A task that starts, or a request: a plan, or one good prompt.'),
  text: z.string().describe('What it makes that of.'),
  agent: z.string().nullable().describe('Who works; null = the agent of the settings then.'),
  model: z.string().nullable().describe('With which model; null = the usual one.'),
  missed: z
    .enum(missedPolicies)
    .describe('What becomes of times that passed while no daemon ran: one run for all, or none.'),
  state: z
    .enum(scheduleStates)
    .describe('`paused` = nothing runs until it is resumed; `over` = no next time.'),
  next_run_at: time.nullable().describe('Null unless it is active.'),
  next_run: z.string().describe('The same in words; of one that does not run, why.'),
  runs: z.array(scheduleRun).describe('The last 20, oldest first.'),
  created_by: z.string().describe('Whose rights its runs have.'),
  created_at: time,
  updated_at: time.describe('When it last changed.'),
  version: z.int().describe('Rises with every change.'),
});
export const scheduleList = z.object({
  schedules: z.array(schedule).describe('In the order in which they were made.'),
  next_cursor: nextCursor,
});
export const scheduleQuery = z.object({ project: projectRef, ...paging(500, 100) });
export const scheduleCreate = z.strictObject({
  project: z
    .string()
    .min(1)
    .max(200)
    .describe('Id or name.')
    .meta({ examples: ['shop'] }),
  text: z
    .string()
    .min(1)
    .max(100_000)
    .describe('What is to be done, in plain words.')
    .meta({ examples: ['Update the dependencies and mend what breaks.'] }),
  name: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe('Lower-case letters, digits and hyphens; otherwise made from the text.')
    .meta({ examples: ['update-dependencies'] }),
  cron: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Minute, hour, day of the month, month, day of the week. Either this or `at`.')
    .meta({ examples: ['0 9 * * 1-5'] }),
  at: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe(
      '`2026-12-01T09:00` by the clocks of the zone, or with `Z` or an offset. Either this or `cron`.',
    ),
  zone: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Such as `Europe/Berlin`; otherwise that of the daemon.')
    .meta({ examples: ['Europe/Berlin'] }),
  makes: z.enum(scheduleMakes).optional().describe('`task` unless told.'),
  agent: z.string().min(1).max(100).optional().describe('Who works; otherwise the agent of the settings.'),
  model: z.string().min(1).max(200).optional().describe('`provider/model`.'),
  missed: z.enum(missedPolicies).optional().describe('`once` unless told.'),
});

const { name, text, cron, at, zone, makes, agent, model, missed } = scheduleCreate.shape;
export const scheduleEdit = z.strictObject({
  version: z.int().min(1).optional().describe('The one that was read; refused when it has changed since.'),
  text: text.optional().describe('What is to be done, in plain words.'),
  name: name.describe('Lower-case letters, digits and hyphens.'),
  cron: cron.describe('Minute, hour, day of the month, month, day of the week; in place of `at`.'),
  at: at.describe(
    '`2026-12-01T09:00` by the clocks of the zone, or with `Z` or an offset; in place of `cron`.',
  ),
  zone: zone.describe('Such as `Europe/Berlin`.'),
  makes: makes.describe('What it makes.'),
  agent: agent.unwrap().nullable().optional().describe('Who works; null: the agent of the settings.'),
  model: model.unwrap().nullable().optional().describe('`provider/model`; null: the usual one.'),
  missed: missed.describe('What becomes of times that passed unseen.'),
});

/** A message of a live stream with `schedules=1`. It has no place in the log. */
export const scheduleNews = z.strictObject({
  type: z.literal('schedule').describe('What this message is.'),
  schedule: z
    .strictObject({
      id: schedule.shape.id,
      project_id: schedule.shape.project_id,
      name: schedule.shape.name,
      state: schedule.shape.state,
      version: schedule.shape.version,
    })
    .describe('As it is now; the whole is at its address.'),
  is_gone: z.boolean().describe('Whether it was deleted.'),
});

export type ScheduleEditJson = z.infer<typeof scheduleEdit>;
export type ScheduleNewsJson = z.infer<typeof scheduleNews>;
export type ScheduleJson = z.infer<typeof schedule>;
export type ScheduleListJson = z.infer<typeof scheduleList>;
export type ScheduleQueryJson = z.input<typeof scheduleQuery>;
export type ScheduleCreateJson = z.infer<typeof scheduleCreate>;
