// Requests in the contract: messages in the main thread of a project, and what planners make of them.
import { z } from 'zod';
import { categories } from '../domain/plan.ts';
import { sizes, targetKinds } from '../domain/planning/proposal.ts';
import { requestKinds, requestStates } from '../domain/planning/request.ts';
import { taskStates } from '../domain/task.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, time } from './schemas.ts';

const sentences = z.array(z.string());
const words = z.string().min(1).max(100_000);

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
    .describe('The tasks of the newest revision, on the board.'),
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
  wait_ms: z.coerce
    .number()
    .int()
    .min(0)
    .max(50_000)
    .optional()
    .describe('Answers when nobody works on it any more, or after so long; 0 unless told.')
    .meta({ examples: [0] }),
});
export const requestCreate = z.strictObject({
  project: z
    .string()
    .min(1)
    .max(200)
    .describe('Id or name.')
    .meta({ examples: ['shop'] }),
  kind: z.enum(requestKinds).describe('A question, one wish, or a goal to be split.'),
  text: words.describe('In plain words.').meta({ examples: ['Cache GET /api/products for five minutes.'] }),
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

export type RequestJson = z.infer<typeof request>;
export type RequestListJson = z.infer<typeof requestList>;
export type RequestQueryJson = z.input<typeof requestQuery>;
export type RequestWaitJson = z.input<typeof requestWait>;
export type RequestCreateJson = z.infer<typeof requestCreate>;
export type RequestReviseJson = z.infer<typeof requestRevise>;
