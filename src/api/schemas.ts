// The contract of /api/v1 as zod schemas: one file for each resource, and here what all of them have in common. The server
// parses with them; the CLI and the web import only the types, all of them from here (erased at run time), so that
// `tasklane --help` never loads zod.
import { z } from 'zod';

export const time = z.iso.datetime().describe('RFC 3339, UTC');

/** In whole sentences: what in the repository's configuration is not followed, and why. */
export const warnings = z.array(z.string());

/** For the calls on one task: a number or a name means one in this project. */
export const taskScope = z.object({ project: z.string().optional() });

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next: z.string().nullable().describe('What to do next.'),
    details: z.record(z.string(), z.unknown()),
  }),
});

export type ErrorBody = z.infer<typeof errorBody>;
export type TaskScopeJson = z.infer<typeof taskScope>;

export type {
  AgentJson,
  AgentListJson,
  ConfigShowJson,
  DoctorReportJson,
  FindingJson,
  HealthJson,
} from './daemon-schemas.ts';
export type { EventJson, EventListJson, EventQueryJson } from './event-schemas.ts';
export type { ProjectAddJson, ProjectAddedJson, ProjectJson, ProjectListJson } from './project-schemas.ts';
export type { ChangedFileJson, DiffJson, EvidenceJson, FailureJson } from './result-schemas.ts';
export type {
  CancelJson,
  MessageJson,
  RetryJson,
  TaskCreateJson,
  TaskEditJson,
  TaskJson,
  TaskListJson,
  TaskQueryJson,
} from './task-schemas.ts';
