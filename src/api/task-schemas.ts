// The requests and answers about tasks. What waits in which order is in queue-schemas.ts.
import { z } from 'zod';
import { categories } from '../domain/plan.ts';
import { policyNames } from '../domain/policy.ts';
import { priorities, taskStates, violationAnswers } from '../domain/task.ts';
import { time } from './schemas.ts';
import { delivery, failure, result } from './result-schemas.ts';
import { parameterValues, taskTemplate } from './template-schemas.ts';

const modelName = z.string().regex(/^[^/\s]+\/\S+$/, 'PROVIDER/ID, for example openai/gpt-5.5');

const releases = ['applied', 'ready'] as const;

export const hold = z.object({
  kind: z.string(),
  text: z.string().describe('Why, in words for a person.'),
  task: z.string().nullable().describe('Id of the task that it waits for, where it is one.'),
  path: z.string().nullable().describe('A path that both own, for kind `ownership`.'),
  agent: z.string().nullable().describe('The agent that is not started, for kind `agent`.'),
  until: time.nullable().describe('When it ends by itself, where that is known.'),
});

export const task = z.object({
  id: z.string(),
  number: z.int(),
  name: z.string(),
  title: z.string(),
  prompt: z.string(),
  state: z.enum(taskStates),
  state_since: time,
  step: z.string().nullable().describe('What exactly happens in starting, running or waiting.'),
  hold: hold.nullable().describe('Why a queued task waits; null = next to start.'),
  failure: failure.nullable(),
  last_failure: failure.nullable().describe('Why the attempt before failed; the next one is told.'),
  notice: failure.nullable().describe('Why the last apply of a ready task was refused.'),
  project_id: z.string(),
  project_name: z.string(),
  phase_id: z.string().nullable().describe('The phase that hands it out to agents from outside.'),
  policy: z.enum(policyNames),
  agent: z.string(),
  model: z.string().nullable(),
  priority: z.enum(priorities),
  category: z.enum(categories).nullable(),
  template: taskTemplate.nullable().describe('What it was made from.'),
  depends_on: z.array(z.string()).describe('Ids of its prerequisites.'),
  released_by: z.enum(releases),
  owns: z.array(z.string()),
  on_violation: z.enum(violationAnswers),
  position: z.number().describe('Order among the waiting tasks of one project and priority.'),
  branch: z.string(),
  base_commit: z.string().nullable(),
  applied_commit: z.string().nullable(),
  delivery: delivery.nullable(),
  attempt: z.int(),
  usage: z
    .object({
      input_tokens: z.int(),
      output_tokens: z.int(),
      cached_tokens: z.int(),
      cost: z.number().nullable(),
    })
    .nullable(),
  result: result.nullable(),
  created_at: time,
  updated_at: time,
  version: z.int(),
  warnings: z
    .array(z.string())
    .describe(
      'What was accepted and may surprise. Only in the answer to the call that made it so; the log keeps it.',
    ),
});

export const taskList = z.object({ tasks: z.array(task), next_cursor: z.string().nullable() });

/** What a person may say of a task when they create it, and again when they edit it. */
const taskFields = {
  title: z.string().min(1).max(200).optional(),
  agent: z.string().min(1).optional(),
  model: modelName.optional(),
  checks: z
    .array(
      z.strictObject({
        name: z.string().min(1).optional(),
        command: z.string().min(1),
        timeout_ms: z.int().positive().optional(),
      }),
    )
    .optional(),
  policy: z.enum(policyNames).optional(),
  priority: z.enum(priorities).optional(),
  timeout_ms: z.int().positive().optional(),
  max_turns: z.int().positive().optional(),
  depends_on: z.array(z.string().min(1)).max(100).optional().describe('Ids, numbers or names of tasks.'),
  released_by: z.enum(releases).optional(),
  owns: z
    .array(z.string())
    .max(1000)
    .optional()
    .describe('Globs of the paths that it may change; none = all.'),
  allow_overlap: z
    .boolean()
    .optional()
    .describe('Accepts that another task owns some of the same paths: they take turns.'),
  on_violation: z.enum(violationAnswers).optional(),
};

export const taskCreate = z.strictObject({
  project: z.string().min(1).describe('Id or name of a project.'),
  prompt: z.string(),
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters and digits, joined by single hyphens')
    .max(60)
    .optional(),
  ...taskFields,
  template: z.string().min(1).optional().describe('Name or id of a template.'),
  template_version: z
    .string()
    .min(1)
    .optional()
    .describe('Id, name or number; an id says the template too. Default: the active one.'),
  preset: z.string().min(1).optional().describe('Id or name.'),
  parameters: parameterValues.optional(),
  /** A draft waits for a person; otherwise the task is accepted and queued at once. */
  draft: z.boolean().optional(),
});

/** What is left out stays as it is. */
export const taskEdit = z.strictObject({
  prompt: z.string().optional(),
  ...taskFields,
  drop_dependencies: z
    .array(z.string().min(1))
    .optional()
    .describe('Those that it must not wait for any more.'),
});

export const taskQuery = z.object({
  project: z.string().optional(),
  state: z.string().optional().describe('One state, or several joined by commas.'),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().optional(),
});

export const message = z.strictObject({ message: z.string() });

/** What the new attempt has otherwise than the one before. */
export const retryRequest = z.strictObject({
  timeout_ms: z.int().positive().optional(),
  max_turns: z.int().positive().optional(),
  agent: z.string().min(1).optional(),
  model: modelName.optional(),
});

export const cancelRequest = z.strictObject({ reason: z.string().optional(), force: z.boolean().optional() });

export type TaskJson = z.infer<typeof task>;
export type TaskListJson = z.infer<typeof taskList>;
export type TaskCreateJson = z.infer<typeof taskCreate>;
export type TaskEditJson = z.infer<typeof taskEdit>;
export type TaskQueryJson = z.input<typeof taskQuery>;
export type MessageJson = z.infer<typeof message>;
export type RetryJson = z.infer<typeof retryRequest>;
export type CancelJson = z.infer<typeof cancelRequest>;
