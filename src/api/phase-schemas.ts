// The claiming protocol for agents from outside, as zod schemas (seed 004). An agent names itself and the fence of its
// lease in every call about a task; `:task` in a path is the task's id in the queue.
import { z } from 'zod';
import { phaseStates } from '../domain/phase.ts';
import { queueStatuses } from '../domain/phase-queue.ts';
import { taskStates } from '../domain/task.ts';
import { delivery, evidence, failure } from './result-schemas.ts';
import { time } from './schemas.ts';
import { hold } from './task-schemas.ts';

/** One task as MeowKit's agents read it. */
const queueTask = z.object({
  id: z.int(),
  description: z.string(),
  owner: z.string().nullable(),
  status: z.enum(queueStatuses),
  ownership: z.array(z.string()),
  blocked_by: z.array(z.int()),
});
/** `session-state/task-queue.json`. */
export const queueFile = z.object({ tasks: z.array(queueTask) });

const lease = z.object({
  fence: z.int().describe('To be sent with every further call about this task.'),
  until: time.describe('When the task is given to others, unless a heartbeat comes before.'),
});

export const phaseTask = queueTask.extend({
  task_id: z.string(),
  number: z.int().describe('The number of the task among all of its project.'),
  name: z.string(),
  title: z.string(),
  state: z.enum(taskStates),
  branch: z.string(),
  hold: hold.nullable().describe('Why a pending task waits.'),
  failure: failure.nullable(),
  lease_until: time.nullable(),
});

export const phase = z.object({
  id: z.string(),
  name: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  state: z.enum(phaseStates),
  finish: z.enum(['auto', 'manual']),
  checks: z.array(z.string()).describe('The integration commands.'),
  tasks: z.array(phaseTask),
  notice: failure.nullable().describe('Why the last integration was refused.'),
  evidence: z.array(evidence).describe('What the last integration ran, and on which tree.'),
  commit: z.string().nullable().describe('Where the branch stands since the phase was merged.'),
  delivery: delivery.nullable(),
  reason: z.string().nullable().describe('Why it was cancelled.'),
  created_at: time,
  updated_at: time,
});
export const phaseList = z.object({ phases: z.array(phase) });

export const phaseRegister = z.strictObject({
  project: z.string().min(1).describe('Id or name of a project.'),
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters and digits, joined by single hyphens')
    .max(60)
    .optional(),
  queue: z
    .union([z.string(), z.looseObject({})])
    .optional()
    .describe('The text of a task-queue.json (then problems are said with its lines), or its content.'),
  prompt: z.string().optional().describe('Or one sentence: “2 tasks: api (src/api/*), ui (src/ui/*)”.'),
  checks: z
    .array(z.strictObject({ command: z.string().min(1), timeout_ms: z.int().positive().optional() }))
    .optional()
    .describe('The integration commands; without them the checks of the project.'),
  finish: z
    .enum(['auto', 'manual'])
    .optional()
    .describe(
      'auto: integrated and merged as soon as all is complete, when there is an integration command.',
    ),
});
export const phaseRegistered = z.object({
  phase,
  is_new: z.boolean().describe('false: this queue was registered before.'),
  warnings: z.array(z.string()),
});

// A name that is shown in terminals and commit messages, so nothing that would act there.
const agent = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'a name on one line')
  .max(100)
  .describe('How the agent calls itself.');
const leaseMs = z
  .int()
  .min(1000)
  .max(24 * 3_600_000)
  .optional()
  .describe('For how long the task is the agent’s without a sign of life. Default 10 minutes.');
const holder = { agent, fence: z.int() };

export const nextRequest = z.strictObject({
  agent,
  lease_ms: leaseMs,
  workspace: z.boolean().optional().describe('Whether the agent wants a private copy to work in.'),
});
export const nextAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('task'),
    task: phaseTask,
    lease,
    base_commit: z.string().nullable(),
    worktree: z.string().nullable().describe('The copy, when one was asked for.'),
    messages: z.array(z.string()).describe('From people, about this task.'),
  }),
  z.object({
    kind: z.literal('none'),
    reason: z.string(),
    is_over: z.boolean().describe('There will be nothing more: the agent may end.'),
  }),
  z.object({
    kind: z.literal('conflict'),
    id: z.int().describe('The task that cannot be given out.'),
    with: z.string().describe('The id of the task that owns the path now.'),
    path: z.string(),
    reason: z.string(),
  }),
]);

export const heartbeat = z.strictObject({ ...holder, lease_ms: leaseMs });
export const heartbeatAnswer = z.object({ lease, messages: z.array(z.string()) });

export const completion = z.strictObject({
  ...holder,
  summary: z.string().max(20_000).optional(),
  branch: z
    .string()
    .min(1)
    .optional()
    .describe('Where the work is, in the person’s repository, for an agent without a copy of ours.'),
});
export const completeAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completed'), task: phaseTask }),
  z.object({ kind: z.literal('violation'), task: phaseTask, paths: z.array(z.string()) }),
]);

export const failRequest = z.strictObject({
  ...holder,
  reason: z.string().min(1).max(2000),
  detail: z.string().max(100_000).optional(),
});
export const releaseRequest = z.strictObject({ ...holder, reason: z.string().max(2000).optional() });

export const mayWriteRequest = z.strictObject({
  ...holder,
  paths: z
    .array(z.string().min(1))
    .min(1)
    .max(1000)
    .describe('From the root of the repository, or absolute within the copy.'),
});
export const mayWriteAnswer = z.object({
  paths: z.array(
    z.object({
      path: z.string(),
      allowed: z.boolean(),
      reason: z.string(),
      owner: z
        .object({
          id: z.int().nullable(),
          task_id: z.string(),
          title: z.string(),
          agent: z.string().nullable(),
        })
        .nullable()
        .describe('Who may write it.'),
    }),
  ),
});

export const phaseQuery = z.object({
  project: z.string().optional(),
  state: z.enum(phaseStates).optional(),
});
export const phaseCancel = z.strictObject({ reason: z.string().max(2000).optional() });

export type QueueFileJson = z.infer<typeof queueFile>;
export type PhaseJson = z.infer<typeof phase>;
export type PhaseTaskJson = z.infer<typeof phaseTask>;
export type PhaseListJson = z.infer<typeof phaseList>;
export type PhaseRegisterJson = z.infer<typeof phaseRegister>;
export type PhaseRegisteredJson = z.infer<typeof phaseRegistered>;
export type PhaseQueryJson = z.input<typeof phaseQuery>;
export type PhaseCancelJson = z.infer<typeof phaseCancel>;
export type NextRequestJson = z.infer<typeof nextRequest>;
export type NextAnswerJson = z.infer<typeof nextAnswer>;
export type HeartbeatJson = z.infer<typeof heartbeat>;
export type HeartbeatAnswerJson = z.infer<typeof heartbeatAnswer>;
export type CompletionJson = z.infer<typeof completion>;
export type CompleteAnswerJson = z.infer<typeof completeAnswer>;
export type FailRequestJson = z.infer<typeof failRequest>;
export type ReleaseRequestJson = z.infer<typeof releaseRequest>;
export type MayWriteRequestJson = z.infer<typeof mayWriteRequest>;
export type MayWriteAnswerJson = z.infer<typeof mayWriteAnswer>;
