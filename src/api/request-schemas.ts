// Requests in the contract: messages in the main thread of a project, and what planners make of them.
import { z } from 'zod';
import { categories } from '../domain/plan.ts';
import { activityKinds } from '../domain/planning/activity.ts';
import { sizes, targetKinds } from '../domain/planning/proposal.ts';
import { requestKinds, requestStates } from '../domain/planning/request.ts';
import { taskStates } from '../domain/task.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, time } from './schemas.ts';
import { usage } from './task-schemas.ts';
import { waitMs } from './wait-ms.ts';

const sentences = z.array(z.string());
const words = z.string().min(1).max(100_000);

const reviewAnswer = z.object({
  is_fine: z.boolean().describe('Whether nothing of it needs a second look.'),
  found: z.string().describe('What is known of it, in one sentence.'),
  said: z.string().nullable().describe('What the planner says to it.'),
});

const proposedTask = z.object({
  key: z.string().describe('What the other tasks of the proposal call it; stays through revisions.'),
  title: z.string().describe('One line.'),
  prompt: z.string().describe('What the agent is told first.'),
  steps: sentences.describe('The plan.'),
  done_when: sentences.describe('What a reviewer can check.'),
  risks: sentences.describe('What may go wrong.'),
  out_of_scope: sentences.describe('What is left alone.'),
  category: z.enum(categories).nullable().describe('What kind of work it is.'),
  size: z.enum(sizes).describe('How much work it is, as estimated.'),
  owns: sentences.describe('Globs of the paths that it may change.'),
  checks: sentences.describe(
    'Command lines that prove it; those that the project does not have are left out.',
  ),
  depends_on: z
    .array(
      z.object({
        key: z.string().describe('The task that has to come first.'),
        reason: z.string().describe('Why.'),
      }),
    )
    .describe('What it waits for.'),
  targets: z
    .array(
      z.object({
        kind: z.enum(targetKinds).describe('What it is.'),
        name: z.string().describe('As the planner wrote it.'),
        is_new: z.boolean().describe('Whether the task is to make it.'),
        is_there: z
          .boolean()
          .nullable()
          .describe('Whether it was found in the repository; null: it was not looked for.'),
      }),
    )
    .describe('What it is about. One that is not there is among the doubts.'),
  prohibitions: sentences.describe('What the person forbade, word for word.'),
  testing: z
    .object({
      framework: z.string().nullable().describe('To test with.'),
      mocks: z.string().nullable().describe('What is mocked, and with what.'),
      coverage: z.number().nullable().describe('In per cent, of what is changed.'),
    })
    .nullable()
    .describe('What the person said about tests.'),
  review: z
    .object({
      files: reviewAnswer.describe('Does it target the right files?'),
      scope: reviewAnswer.describe('Are its boundaries right?'),
      tests: reviewAnswer.describe('Does it have the tests that are wanted?'),
    })
    .describe('The questions of a review, answered.'),
});

const activity = z.object({
  at: time.describe('When it was done.'),
  kind: z
    .enum(activityKinds)
    .describe(
      'A `tool` that it used, words that it `said`, a step of its `plan`, drafts that it `proposed`, drafts that were `refused`, or an answer that went back: `asked_again`.',
    ),
  text: z.string().describe('One line.'),
});

const revision = z.object({
  number: z.int().describe('From 1.'),
  wish: z.string().nullable().describe('What the person wanted otherwise; null in the first.'),
  at: time.describe('When it was made.'),
  commit: z.string().nullable().describe('The commit that the planner looked at.'),
  answer: z.string().nullable().describe('The answer to a question.'),
  tasks: z.array(proposedTask).describe('What is proposed.'),
  doubts: sentences.describe('What a person should look at, such as a file that does not exist.'),
  problems: sentences.describe('Why there are no tasks.'),
  said: z.string().nullable().describe('The end of what the agent said, where nothing came of it.'),
  repairs: z.int().describe('How often the answer went back to the agent.'),
  by: z.string().nullable().describe('Who changed the drafts by hand; null: the planner made it.'),
  activity: z.array(activity).describe('What the planner did, oldest first.'),
});

const direction = z.object({
  agent: z.string().nullable().describe('Who does it; null: as without directions.'),
  model: z.string().nullable().describe('With which model; null: the usual one of that agent.'),
  instruction: z.string().nullable().describe('What its agent is told besides.'),
});

export const request = z.object({
  id: z.string().describe('Never changes.'),
  project_id: z.string().describe('The project whose main thread it is in.'),
  project_name: z.string().describe('Name of that project.'),
  kind: z.enum(requestKinds).describe('A question, one wish, or a goal to be split.'),
  state: z.enum(requestStates).describe('`working` while an agent is at it.'),
  text: z.string().describe('What the person wrote, word for word.'),
  agent: z.string().describe('Who plans.'),
  model: z.string().nullable().describe('Null = the usual one of that agent.'),
  by: z.string().describe('Who asked.'),
  wish: z.string().nullable().describe('What is being worked in now.'),
  revisions: z.array(revision).describe('Oldest first.'),
  drafts: z
    .array(
      z.object({
        key: z.string().describe('Of the proposed task.'),
        task_id: z.string().describe('Id of the task.'),
        number: z.int().describe('Its number in the project.'),
        name: z.string().describe('Its name.'),
        title: z.string().describe('As it is now.'),
        state: z.enum(taskStates).describe('As it is now.'),
      }),
    )
    .describe(
      'The tasks of the newest revision, on the board; while a planner works, those that there are so far.',
    ),
  activity: z.array(activity).describe('What the planner at work has done so far, oldest first.'),
  about: z
    .object({
      task_id: z.string().describe('Id of the task.'),
      number: z.int().describe('Its number in the project.'),
      title: z.string().describe('What it was called.'),
      prompt: z.string().describe('What its agent was told.'),
      attempts: z.int().describe('How often it was tried.'),
      error: z.string().nullable().describe('Why it failed.'),
    })
    .nullable()
    .describe('The failed task that is asked for differently.'),
  directions: z.array(direction).describe('Its task is done once in each of these, when it is accepted.'),
  usage: usage.describe('What its planners used.'),
  version: z.int().describe('Rises with every change.'),
  created_at: time,
  updated_at: time.describe('When it last changed.'),
});
export const requestList = z.object({
  requests: z.array(request).describe('Newest first.'),
  next_cursor: nextCursor,
});
export const requestQuery = z.object({
  project: projectRef,
  state: z.enum(requestStates).optional().describe('Only those in this state.'),
  ...paging(200, 50),
});
export const requestWait = z.object({
  wait_ms: waitMs('Answers when nobody works on it any more'),
  seen: z.coerce
    .number()
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('With `wait_ms`: answers as soon as `activity` has more than so many lines, too.')
    .meta({ examples: [0] }),
});
/** One of several ways to do the same, as a person says it. */
export const givenDirection = z.strictObject({
  agent: z.string().min(1).max(100).optional().describe('Who does it; otherwise as without directions.'),
  model: z.string().min(1).max(200).optional().describe('`provider/model`.'),
  instruction: z.string().min(1).max(2000).optional().describe('What its agent is told besides.'),
});
export const requestCreate = z.strictObject({
  project: z
    .string()
    .min(1)
    .max(200)
    .describe('Id or name.')
    .meta({ examples: ['shop'] }),
  kind: z.enum(requestKinds).describe('A question, one wish, or a goal to be split.'),
  text: z
    .string()
    .max(100_000)
    .describe('In plain words. Empty with `task`: as that was asked for.')
    .meta({ examples: ['Cache GET /api/products for five minutes.'] }),
  task: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id, number or name of a failed task, or a draft, that is to be asked for differently.')
    .meta({ examples: ['7'] }),
  directions: z
    .array(givenDirection)
    .min(2)
    .max(10)
    .optional()
    .describe('Do the same once in each of these, to keep one of them.'),
  agent: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Who plans; otherwise that of the settings.')
    .meta({ examples: ['tasklane'] }),
  model: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('`provider/model`.')
    .meta({ examples: ['anthropic/claude-sonnet-4-5'] }),
});
export const requestRevise = z.strictObject({
  text: words.describe('What should be otherwise.').meta({ examples: ['Merge the first two.'] }),
});

/** A message of a live stream with `requests=1`: something happened to a request. It has no place in the log. */
export const requestNews = z.strictObject({
  type: z.literal('request').describe('What this message is.'),
  request: z
    .strictObject({
      id: request.shape.id,
      project_id: request.shape.project_id,
      kind: request.shape.kind,
      state: request.shape.state,
      text: z.string().describe('The beginning of what the person wrote.'),
      agent: request.shape.agent,
      by: request.shape.by,
      wish: request.shape.wish,
      revisions: z.int().describe('How many there are.'),
      drafts: z
        .array(
          z.strictObject({
            key: z.string().describe('Of the proposed task.'),
            task_id: z.string().describe('Id of the task.'),
          }),
        )
        .describe('Its drafts so far.'),
      version: request.shape.version,
      updated_at: request.shape.updated_at,
    })
    .describe('As it is now.'),
  activities: z.int().describe('How many things its planner has done so far.'),
  last: activity.nullable().describe('The newest of them.'),
});

export type RequestJson = z.infer<typeof request>;
export type RequestListJson = z.infer<typeof requestList>;
export type RequestQueryJson = z.input<typeof requestQuery>;
export type RequestWaitJson = z.input<typeof requestWait>;
export type RequestCreateJson = z.infer<typeof requestCreate>;
export type DirectionJson = z.infer<typeof givenDirection>;
export type RequestReviseJson = z.infer<typeof requestRevise>;
export type RequestNewsJson = z.infer<typeof requestNews>;
