// Every request and response of /api/v1, as zod schemas: the contract. The server parses with them; the CLI and the web
// import only the types inferred from them (erased at run time), so that `tasklane --help` never loads zod.
import { z } from 'zod';
import { categories } from '../domain/plan.ts';
import { failureKinds } from '../domain/failure.ts';
import { policyNames } from '../domain/policy.ts';
import { priorities, taskStates, violationAnswers } from '../domain/task.ts';

const modelName = z.string().regex(/^[^/\s]+\/\S+$/, 'PROVIDER/ID, for example openai/gpt-5.5');

const releases = ['applied', 'ready'] as const;
const time = z.iso.datetime().describe('RFC 3339, UTC');

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next: z.string().nullable().describe('What to do next.'),
    details: z.record(z.string(), z.unknown()),
  }),
});

export const health = z.object({
  name: z.literal('tasklane'),
  version: z.string(),
  pid: z.int(),
  home: z.string(),
  started_at: time,
});

export const project = z.object({
  id: z.string(),
  name: z.string(),
  root: z.string(),
  branch: z.string(),
  trusted: z.boolean(),
  created_at: time,
  warnings: z.array(z.string()),
});
export const projectAdded = project.extend({
  added: z.boolean().describe('Whether this call added it; false = it was a project already.'),
});
export const projectList = z.object({ projects: z.array(project) });
export const projectAdd = z.strictObject({
  path: z.string().min(1).describe('Any folder inside the repository, on the machine of the daemon.'),
  name: z.string().min(1).max(60).optional(),
  branch: z.string().min(1).optional(),
  trusted: z.boolean().optional(),
});

export const failure = z.object({
  kind: z.enum(failureKinds),
  message: z.string(),
  detail: z.string(),
  next: z.string(),
});

export const evidence = z.object({
  name: z.string(),
  command: z.string(),
  outcome: z.enum(['passed', 'failed', 'timed_out', 'not_started']),
  exit_code: z.int().nullable(),
  duration_ms: z.int(),
  counts: z.object({ passed: z.int(), failed: z.int(), skipped: z.int() }).nullable(),
  tail: z.string(),
  log: z.string(),
  on: z.enum(['task', 'merged']),
  tree: z.string(),
  base: z.string(),
  at: time,
});

export const changedFile = z.object({
  path: z.string(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'type_changed']),
  from: z.string().nullable(),
  additions: z.int().nullable(),
  deletions: z.int().nullable(),
});

export const result = z.object({
  summary: z.string(),
  base: z.string(),
  head: z.string(),
  tree: z.string(),
  files: z.array(changedFile),
  commits: z.array(z.object({ oid: z.string(), message: z.string(), author: z.string(), at: time })),
  checks: z.array(evidence),
});

export const hold = z.object({
  kind: z.string(),
  text: z.string().describe('Why, in words for a person.'),
  task: z.string().nullable().describe('Id of the task that it waits for, where it is one.'),
  path: z.string().nullable().describe('A path that both own, for kind `ownership`.'),
});

export const delivery = z.object({
  kind: z.enum(['fast_forwarded', 'ref_moved', 'left_alone']),
  reason: z.string().nullable(),
  files: z.array(z.string()),
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
  notice: failure.nullable().describe('Why the last apply of a ready task was refused.'),
  project_id: z.string(),
  project_name: z.string(),
  policy: z.enum(policyNames),
  agent: z.string(),
  model: z.string().nullable(),
  priority: z.enum(priorities),
  category: z.enum(categories).nullable(),
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
/** For the calls on one task: a number or a name means one in this project. */
export const taskScope = z.object({ project: z.string().optional() });
export const message = z.strictObject({ message: z.string() });
/** What the new attempt has otherwise than the one before. */
export const retryRequest = z.strictObject({
  timeout_ms: z.int().positive().optional(),
  max_turns: z.int().positive().optional(),
  agent: z.string().min(1).optional(),
  model: modelName.optional(),
});
export const cancelRequest = z.strictObject({ reason: z.string().optional(), force: z.boolean().optional() });

export const diff = z.object({
  base: z.string(),
  head: z.string(),
  files: z.array(changedFile),
  patch: z.string(),
  truncated: z.boolean(),
});

export const eventRecord = z.object({
  id: z.int(),
  project_id: z.string(),
  task_id: z.string(),
  seq: z.int(),
  at: time,
  actor: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export const eventList = z.object({ events: z.array(eventRecord), next_after: z.int() });
export const eventQuery = z.object({
  task: z.string().optional(),
  project: z.string().optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
});

export const agent = z.object({
  name: z.string(),
  title: z.string(),
  protocol: z.enum(['acp', 'command']),
  command: z.array(z.string()),
  origin: z.enum(['built-in', 'known', 'config', 'project']),
  found: z.boolean(),
  path: z.string().nullable(),
  hint: z.string(),
  is_default: z.boolean(),
});
/** In whole sentences: what in the repository's configuration is not followed, and why. */
const warnings = z.array(z.string());
export const agentList = z.object({ agents: z.array(agent), warnings });

export const configEntry = z.object({ key: z.string(), value: z.unknown(), source: z.string() });
export const configShow = z.object({
  entries: z.array(configEntry),
  files: z.array(z.string()),
  warnings,
});

export const finding = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  fix: z.string().nullable(),
});
export const doctorReport = z.object({ findings: z.array(finding) });

export type ErrorBody = z.infer<typeof errorBody>;
export type HealthJson = z.infer<typeof health>;
export type ProjectJson = z.infer<typeof project>;
export type ProjectAddedJson = z.infer<typeof projectAdded>;
export type ProjectListJson = z.infer<typeof projectList>;
export type ProjectAddJson = z.infer<typeof projectAdd>;
export type TaskJson = z.infer<typeof task>;
export type TaskListJson = z.infer<typeof taskList>;
export type TaskCreateJson = z.infer<typeof taskCreate>;
export type TaskEditJson = z.infer<typeof taskEdit>;
export type TaskQueryJson = z.input<typeof taskQuery>;
export type TaskScopeJson = z.infer<typeof taskScope>;
export type MessageJson = z.infer<typeof message>;
export type RetryJson = z.infer<typeof retryRequest>;
export type CancelJson = z.infer<typeof cancelRequest>;
export type FailureJson = z.infer<typeof failure>;
export type EvidenceJson = z.infer<typeof evidence>;
export type ChangedFileJson = z.infer<typeof changedFile>;
export type DiffJson = z.infer<typeof diff>;
export type EventJson = z.infer<typeof eventRecord>;
export type EventListJson = z.infer<typeof eventList>;
export type EventQueryJson = z.input<typeof eventQuery>;
export type AgentListJson = z.infer<typeof agentList>;
export type ConfigShowJson = z.infer<typeof configShow>;
export type DoctorReportJson = z.infer<typeof doctorReport>;
export type FindingJson = z.infer<typeof finding>;
