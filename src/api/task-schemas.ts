// A task as it is created, edited and shown. What is asked of those that there are is in task-action-schemas.ts, what waits
// in which order in queue-schemas.ts, what happened to one in history-schemas.ts.
import { z } from 'zod';
import { permissionPolicies } from '../domain/permission.ts';
import { categories } from '../domain/plan.ts';
import { policyNames } from '../domain/policy.ts';
import { subagentCopies } from '../domain/subagent.ts';
import { priorities, reportStates, taskStates, violationAnswers } from '../domain/task.ts';
import { budgets, limitUse } from './limit-schemas.ts';
import { wantedCheck } from './check-schemas.ts';
import { nextCursor } from './paging.ts';
import { delivery, failure, result, taskConflict } from './result-schemas.ts';
import { parameterValues, taskTemplate } from './template-schemas.ts';
import { verification } from './verification-schemas.ts';
import { pullRequest } from './pull-request-schemas.ts';
import { time } from './schemas.ts';

export const modelName = z
  .string()
  .max(200)
  .regex(/^[^/\s]+\/\S+$/, 'PROVIDER/ID, for example openai/gpt-5.5')
  .describe('Provider and id of a model.')
  .meta({ examples: ['openai/gpt-5.5'] });

const releases = ['applied', 'ready'] as const;
const releasedBy = z
  .enum(releases)
  .describe('What lets it start: its prerequisites applied to the branch, or already their being ready.');

const permission = z
  .enum(permissionPolicies)
  .describe('How requests of its agent for permission are answered; else as the project says.');

export const hold = z.object({
  kind: z
    .string()
    .describe('Why, for programs.')
    .meta({ examples: ['dependency'] }),
  text: z.string().describe('Why, in words for a person.'),
  task: z.string().nullable().describe('Id of the task that it waits for, where it is one.'),
  path: z.string().nullable().describe('A path that both own, for kind `ownership`.'),
  agent: z.string().nullable().describe('The agent that is not started, for kind `agent`.'),
  until: time.nullable().describe('When it ends by itself, where that is known.'),
});

export const mergePlace = z.object({
  position: z.int().describe('From 1: the first is merged onto the branch itself.'),
  priority: z.enum(priorities).describe('In the merge queue.'),
  queued_at: time,
  by: z.string().describe('Who put it there.'),
});

export const usage = z.object({
  input_tokens: z.int().describe('Tokens that the model read.'),
  output_tokens: z.int().describe('Tokens that it wrote.'),
  cached_tokens: z.int().describe('Of those read, the ones that its provider had kept.'),
  cost: z.number().nullable().describe('In dollars, when the agent or its provider says so.'),
});

export const task = z.object({
  id: z
    .string()
    .describe('Never changes.')
    .meta({ examples: ['0d9f4a52-8a0e-4a52-b6a7-31f0c7e6a5d4'] }),
  number: z
    .int()
    .describe('Counts up from 1 within its project.')
    .meta({ examples: [12] }),
  name: z
    .string()
    .describe('Unique in its project.')
    .meta({ examples: ['add-a-search'] }),
  title: z
    .string()
    .describe('For people.')
    .meta({ examples: ['Add a search'] }),
  prompt: z.string().describe('What is wanted, as it was said.'),
  state: z.enum(taskStates).describe('Where it stands.'),
  state_since: time,
  step: z.string().nullable().describe('What exactly happens in starting, running or waiting.'),
  hold: hold.nullable().describe('Why a queued task waits; null = next to start.'),
  failure: failure.nullable().describe('Why it failed.'),
  last_failure: failure.nullable().describe('Why the attempt before failed; the next one is told.'),
  notice: failure.nullable().describe('Why the last apply of a ready task was refused.'),
  merge: mergePlace.nullable().describe('Its place in the merge queue of its project; null = it is in none.'),
  pull_request: pullRequest
    .nullable()
    .describe('What asks a git host to take its work, also when that is over; null = none was opened.'),
  project_id: z.string().describe('Id of its project.'),
  project_name: z
    .string()
    .describe('Name of its project.')
    .meta({ examples: ['shop'] }),
  phase_id: z.string().nullable().describe('The phase that hands it out to agents from outside.'),
  parent: z.string().nullable().describe('Id of the task whose agent asked for it; null = a person did.'),
  subagent: z
    .strictObject({
      name: z
        .string()
        .describe('Which subagent.')
        .meta({ examples: ['reviewer'] }),
      copy: z
        .enum(subagentCopies)
        .describe('Whether it works in the copy of its parent, or in one of its own.'),
      run: z
        .string()
        .nullable()
        .describe('Its run inside the agent of its parent; null = it has an agent of its own.'),
    })
    .nullable()
    .describe('The subagent that does it; null = it is no run of one.'),
  policy: z.enum(policyNames).describe('What follows when its work is verified, and what may run beside it.'),
  agent: z
    .string()
    .describe('Who works on it.')
    .meta({ examples: ['tasklane'] }),
  model: z.string().nullable().describe('Provider and id; null = the agent’s own default.'),
  priority: z.enum(priorities).describe('What is more urgent starts first.'),
  category: z.enum(categories).nullable().describe('What kind of work it is, where that is known.'),
  template: taskTemplate.nullable().describe('What it was made from.'),
  depends_on: z.array(z.string()).describe('Ids of its prerequisites.'),
  released_by: releasedBy,
  owns: z.array(z.string()).describe('Globs of the paths that it may change; none = all.'),
  on_violation: z
    .enum(violationAnswers)
    .describe('What happens when it changed other paths: it fails, or they are left out.'),
  permission: permission
    .nullable()
    .describe('How requests of its agent for permission are answered; null = as the project says.'),
  position: z.number().describe('Order among the waiting tasks of one project and priority.'),
  branch: z.string().describe('The branch that shows its work in the repository.'),
  base_commit: z.string().nullable().describe('The commit that its work starts from.'),
  applied_commit: z.string().nullable().describe('Where the project’s branch stood when it was applied.'),
  links: z
    .object({
      commit: z.string().nullable().describe('The commit with which it came to the branch.'),
      compare: z.string().nullable().describe('What changed since it was begun.'),
      branch: z.string().nullable().describe('The branch.'),
    })
    .nullable()
    .describe(
      'Pages of an applied task on the host of the remote, which are there once it is pushed; null = none are known.',
    ),
  delivery: delivery.nullable().describe('What became of the person’s checkout when it was applied.'),
  attempt: z.int().describe('How many attempts were really started.'),
  usage: usage.nullable().describe('Of the newest attempt.'),
  limits: z.array(limitUse).describe('What it may use, and has used. Not told in the queue.'),
  conflicts: z
    .array(taskConflict)
    .nullable()
    .describe(
      'What its work does not go together with, as far as it has got; null = it has none that could be applied, or nobody has looked yet.',
    ),
  result: result.nullable().describe('What its work amounts to, since it was verified.'),
  verification: verification
    .nullable()
    .describe('Whether its checks passed on the work as it is; null = there is no work yet.'),
  owner: z
    .string()
    .nullable()
    .describe('The name of the person whose task it is; null = made before there were any.'),
  said: z.string().nullable().describe('The newest words of its agent, while it works.'),
  status_message: z.string().nullable().describe('How its agent said last that it stands, in one line.'),
  status_state: z.enum(reportStates).nullable().describe('What it called that; the checks decide.'),
  created_at: time,
  updated_at: time,
  version: z
    .int()
    .describe('Rises with every change. Sent back as `If-Match`, it keeps an edit from undoing another.')
    .meta({ examples: [3] }),
  warnings: z
    .array(z.string())
    .describe(
      'What was accepted and may surprise. Only in the answer to the call that made it so; the log keeps it.',
    ),
});
export const taskList = z.object({
  tasks: z.array(task).describe('Newest first.'),
  next_cursor: nextCursor,
});

/** What a person may say of a task when they create it, and again when they edit it. */
const taskFields = {
  title: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Otherwise the beginning of the prompt.')
    .meta({ examples: ['Add a search'] }),
  agent: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Otherwise the project’s default.')
    .meta({ examples: ['tasklane'] }),
  model: modelName.optional(),
  checks: z
    .array(wantedCheck)
    .max(100)
    .optional()
    .describe('What must pass before it is ready; otherwise the checks of the project.'),
  policy: z.enum(policyNames).optional().describe('Otherwise the project’s default.'),
  priority: z
    .enum(priorities)
    .optional()
    .describe('Otherwise `normal`.')
    .meta({ examples: ['high'] }),
  timeout_ms: z.int().positive().optional().describe('Of one attempt, in milliseconds.'),
  max_turns: z.int().positive().optional().describe('Rounds with the model.'),
  permission: permission.optional(),
  ...budgets,
  depends_on: z
    .array(z.string().min(1).max(200))
    .max(100)
    .optional()
    .describe('Ids, numbers or names of tasks.'),
  released_by: releasedBy.optional(),
  owns: z
    .array(z.string())
    .max(1000)
    .optional()
    .describe('Globs of the paths that it may change; none = all.')
    .meta({ examples: [['src/search/**']] }),
  allow_overlap: z
    .boolean()
    .optional()
    .describe('Accepts that another task owns some of the same paths: they take turns.'),
  on_violation: z
    .enum(violationAnswers)
    .optional()
    .describe('What happens when it changed other paths: it fails, or they are left out.'),
};

const prompt = z
  .string()
  .describe('What you want, in plain words.')
  .meta({ examples: ['Add a search to the list of orders.'] });

export const taskCreate = z.strictObject({
  project: z
    .string()
    .min(1)
    .max(200)
    .describe('Id or name of a project.')
    .meta({ examples: ['shop'] }),
  prompt,
  name: z
    .string()
    .regex(/^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/, 'letters and digits, joined by single hyphens')
    .max(60)
    .optional()
    .describe('Otherwise made from the title. A number is put behind it when it is taken.')
    .meta({ examples: ['add-a-search'] }),
  ...taskFields,
  template: z.string().min(1).max(200).optional().describe('Name or id of a template.'),
  template_version: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id, name or number; an id says the template too. Default: the active one.'),
  preset: z.string().min(1).max(200).optional().describe('Id or name of a preset of the template.'),
  parameters: parameterValues.optional(),
  owner: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Name or id of the person whose task it is. Default: whoever creates it. Others may be named by admins only.',
    ),
  draft: z
    .boolean()
    .optional()
    .describe('A draft waits for a person; otherwise the task is accepted and queued at once.'),
});

export const version = z
  .int()
  .min(1)
  .optional()
  .describe('The version that was read; the same as `If-Match`. A task that has another now is not changed.')
  .meta({ examples: [3] });

/** What is left out stays as it is. */
export const taskEdit = z.strictObject({
  prompt: prompt.optional(),
  ...taskFields,
  drop_dependencies: z
    .array(z.string().min(1).max(200))
    .max(100)
    .optional()
    .describe('Those that it must not wait for any more.'),
  version,
});

export type TaskJson = z.infer<typeof task>;
export type TaskListJson = z.infer<typeof taskList>;
export type TaskCreateJson = z.infer<typeof taskCreate>;
export type TaskEditJson = z.infer<typeof taskEdit>;
