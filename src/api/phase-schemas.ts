// The claiming protocol for agents from outside, as zod schemas (seed 004). An agent names itself and the fence of its
// lease in every call about a task; `:task` in a path is the task's id in the queue.
import { z } from 'zod';
import { phaseStates } from '../domain/phase.ts';
import { queueStatuses } from '../domain/phase-queue.ts';
import { taskStates } from '../domain/task.ts';
import { delivery, evidence, failure } from './result-schemas.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, search, time } from './schemas.ts';
import { hold } from './task-schemas.ts';

/** One task as MeowKit's agents read it. */
const queueTask = z.object({
  id: z.int().describe('Its number in the queue.'),
  description: z.string().describe('What is to be done.'),
  owner: z.string().nullable().describe('The agent that has it, or had it last.'),
  status: z.enum(queueStatuses).describe('Where it stands, in the words of the queue file.'),
  ownership: z.array(z.string()).describe('Globs of the paths that it may change.'),
  blocked_by: z.array(z.int()).describe('Those that must be completed before it.'),
});
/** `session-state/task-queue.json`. */
export const queueFile = z.object({ tasks: z.array(queueTask).describe('In the order of the file.') });

const lease = z.object({
  fence: z.int().describe('To be sent with every further call about this task.'),
  until: time.describe('When the task is given to others, unless a heartbeat comes before.'),
});

export const phaseTask = queueTask.extend({
  task_id: z.string().describe('Id of the task, which is also one of its project.'),
  number: z.int().describe('The number of the task among all of its project.'),
  name: z.string().describe('Its name among all of its project.'),
  title: z.string().describe('For people.'),
  state: z.enum(taskStates).describe('Where it stands, in the words of all tasks.'),
  branch: z.string().describe('The branch that shows its work.'),
  hold: hold.nullable().describe('Why a pending task waits.'),
  failure: failure.nullable().describe('Why it failed.'),
  lease_until: time.nullable().describe('Until when it is its owner’s without a sign of life.'),
});

export const phase = z.object({
  id: z.string().describe('Never changes.'),
  name: z.string().describe('Unique among the phases of its project that are not over.'),
  project_id: z.string().describe('Id of its project.'),
  project_name: z.string().describe('Name of its project.'),
  state: z.enum(phaseStates).describe('Where it stands.'),
  finish: z.enum(['auto', 'manual']).describe('Who finishes it, when all is complete.'),
  checks: z.array(z.string()).describe('The integration commands.'),
  tasks: z.array(phaseTask).describe('In the order of the queue.'),
  notice: failure.nullable().describe('Why the last integration was refused.'),
  evidence: z.array(evidence).describe('What the last integration ran, and on which tree.'),
  commit: z.string().nullable().describe('Where the branch stands since the phase was merged.'),
  delivery: delivery.nullable().describe('What became of the person’s checkout.'),
  reason: z.string().nullable().describe('Why it was cancelled.'),
  created_at: time,
  updated_at: time,
});
export const phaseList = z.object({
  phases: z.array(phase).describe('Newest first.'),
  next_cursor: nextCursor,
});

export const phaseRegister = z.strictObject({
  project: z.string().min(1).max(200).describe('Id or name of a project.'),
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters and digits, joined by single hyphens')
    .max(60)
    .optional()
    .describe('Otherwise `phase-N`.'),
  queue: z
    .union([z.string(), z.looseObject({})])
    .optional()
    .describe('The text of a task-queue.json (then problems are said with its lines), or its content.')
    .meta({
      examples: [
        { tasks: [{ id: 1, description: 'Add the API', ownership: ['src/api/**'], blocked_by: [] }] },
      ],
    }),
  prompt: z.string().optional().describe('Or one sentence: “2 tasks: api (src/api/*), ui (src/ui/*)”.'),
  checks: z
    .array(
      z.strictObject({
        command: z.string().min(1).max(10_000).describe('Run with `sh -c` in the root of the tree.'),
        timeout_ms: z.int().positive().optional().describe('In milliseconds.'),
      }),
    )
    .max(100)
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
  phase: phase.describe('As it is now.'),
  is_new: z.boolean().describe('false: this queue was registered before.'),
  warnings: z.array(z.string()).describe('What was accepted and may surprise.'),
});

// A name that is shown in terminals and commit messages, so nothing that would act there.
const agent = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'a name on one line')
  .max(100)
  .describe('How the agent calls itself.')
  .meta({ examples: ['dev-1'] });
const leaseMs = z
  .int()
  .min(1000)
  .max(24 * 3_600_000)
  .optional()
  .describe('For how long the task is the agent’s without a sign of life. Default 10 minutes.');
const holder = {
  agent,
  fence: z
    .int()
    .describe('Of the lease that the agent has.')
    .meta({ examples: [1] }),
};

export const nextRequest = z.strictObject({
  agent,
  lease_ms: leaseMs,
  workspace: z.boolean().optional().describe('Whether the agent wants a private copy to work in.'),
});
export const nextAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('task').describe('There is one.'),
    task: phaseTask.describe('What to work on.'),
    lease: lease.describe('For how long.'),
    base_commit: z.string().nullable().describe('Where the work begins.'),
    worktree: z.string().nullable().describe('The copy, when one was asked for.'),
    messages: z.array(z.string()).describe('From people, about this task.'),
  }),
  z.object({
    kind: z.literal('none').describe('There is none now.'),
    reason: z.string().describe('Why.'),
    is_over: z.boolean().describe('There will be nothing more: the agent may end.'),
  }),
  z.object({
    kind: z.literal('conflict').describe('One could start, were its files not somebody else’s.'),
    id: z.int().describe('The task that cannot be given out.'),
    with: z.string().describe('The id of the task that owns the path now.'),
    path: z.string().describe('A path that both own.'),
    reason: z.string().describe('The same in words.'),
  }),
]);

export const heartbeat = z.strictObject({ ...holder, lease_ms: leaseMs });
export const heartbeatAnswer = z.object({
  lease: lease.describe('For how long from now on.'),
  messages: z.array(z.string()).describe('From people, about this task, since the last answer.'),
});

export const completion = z.strictObject({
  ...holder,
  summary: z.string().max(20_000).optional().describe('What was done.'),
  branch: z
    .string()
    .min(1)
    .max(250)
    .optional()
    .describe('Where the work is, in the person’s repository, for an agent without a copy of ours.'),
});
export const completeAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('completed').describe('The work is taken.'),
    task: phaseTask.describe('As it is now.'),
  }),
  z.object({
    kind: z.literal('violation').describe('It changed what it does not own, and has failed.'),
    task: phaseTask.describe('As it is now.'),
    paths: z.array(z.string()).describe('Which paths.'),
  }),
]);

export const failRequest = z.strictObject({
  ...holder,
  reason: z.string().min(1).max(2000).describe('Why it cannot be done.'),
  detail: z.string().max(100_000).optional().describe('What shows it.'),
});
export const releaseRequest = z.strictObject({
  ...holder,
  reason: z.string().max(2000).optional().describe('Why, for the log.'),
});

export const mayWriteRequest = z.strictObject({
  ...holder,
  paths: z
    .array(z.string().min(1).max(4096))
    .min(1)
    .max(1000)
    .describe('From the root of the repository, or absolute within the copy.'),
});
export const mayWriteAnswer = z.object({
  paths: z
    .array(
      z.object({
        path: z.string().describe('As it was asked for.'),
        allowed: z.boolean().describe('Whether the task owns it.'),
        reason: z.string().describe('Why, in words.'),
        owner: z
          .object({
            id: z.int().nullable().describe('Its number in the queue, where it is in this one.'),
            task_id: z.string().describe('Id of the task.'),
            title: z.string().describe('Its title.'),
            agent: z.string().nullable().describe('The agent that has it.'),
          })
          .nullable()
          .describe('Who may write it.'),
      }),
    )
    .describe('One answer for each path.'),
});

export const phaseQuery = z.object({
  project: projectRef,
  state: z.enum(phaseStates).optional().describe('Only those in this state.'),
  q: search('name'),
  ...paging(500, 100),
});
export const phaseCancel = z.strictObject({
  reason: z.string().max(2000).optional().describe('Why, for the log.'),
});

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
