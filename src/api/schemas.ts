// The contract of /api/v1 as zod schemas: one file for each resource, and here what all of them have in common. The server
// parses with them; the CLI and the web import only the types, all of them from here (erased at run time), so that
// `tasklane --help` never loads zod.
import { z } from 'zod';

export const time = z.iso
  .datetime()
  .describe('RFC 3339, UTC')
  .meta({ examples: ['2026-11-21T14:45:53.120Z'] });

/** In whole sentences: what in the repository's configuration is not followed, and why. */
export const warnings = z
  .array(z.string())
  .describe('In whole sentences: what is not followed, or may surprise, and why.');

export const projectRef = z
  .string()
  .max(200)
  .optional()
  .describe('Id or name of a project.')
  .meta({ examples: ['shop'] });

/** For the calls on one task: a number or a name means one in this project. */
export const taskScope = z.object({ project: projectRef });

/** The filter of a list by words; `where` says what they are looked for in. */
export function search(where: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .max(200)
    .optional()
    .describe(`Only those with this text in their ${where}; upper and lower case are the same.`);
}

export const errorBody = z.object({
  error: z
    .object({
      code: z
        .string()
        .describe('For programs.')
        .meta({ examples: ['not_found'] }),
      message: z.string().describe('What happened, with the value that it happened with.'),
      next: z.string().nullable().describe('What to do next.'),
      details: z.record(z.string(), z.unknown()).describe('Values that a program may act on.'),
    })
    .describe('What went wrong.'),
});

export type ErrorBody = z.infer<typeof errorBody>;
export type TaskScopeJson = z.infer<typeof taskScope>;

export type {
  AgentAdd,
  AgentAddRequest,
  AgentCheckJson,
  AgentCheckRequest,
  AgentJson,
  AgentListJson,
  AgentQueryJson,
  ConfigShowJson,
  DoctorReportJson,
  FindingJson,
  HealthJson,
} from './daemon-schemas.ts';
export type {
  AttemptListJson,
  PatchQueryJson,
  EvidenceListJson,
  HistoryQueryJson,
  LogListJson,
  LogQueryJson,
  MessageListJson,
  TransitionListJson,
} from './history-schemas.ts';
export type { EventJson, EventListJson, EventQueryJson } from './event-schemas.ts';
export type {
  ProjectAddJson,
  ProjectAddedJson,
  ProjectJson,
  ProjectListJson,
  ProjectQueryJson,
} from './project-schemas.ts';
export type { VerificationReportJson } from './verification-schemas.ts';
export type { ChangedFileJson, DiffJson, EvidenceJson, FailureJson } from './result-schemas.ts';
export type {
  ActionJson,
  ApplyJson,
  CancelJson,
  MessageJson,
  RetryJson,
  TaskQueryJson,
} from './task-action-schemas.ts';
export type { TaskCreateJson, TaskEditJson, TaskJson, TaskListJson } from './task-schemas.ts';
