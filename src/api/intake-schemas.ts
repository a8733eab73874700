// Intake in the contract: checklists, issues by their address, and where issue trackers send issues.
import { z } from 'zod';
import { intakeMakes } from '../domain/planning/intake.ts';
import { trackerKinds } from '../domain/planning/issue.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, time } from './schemas.ts';

const project = z
  .string()
  .min(1)
  .max(200)
  .describe('Id or name.')
  .meta({ examples: ['shop'] });

export const checklistCreate = z.strictObject({
  project,
  text: z
    .string()
    .min(1)
    .max(100_000)
    .describe('Markdown; each item that is not checked becomes a draft.')
    .meta({ examples: ['- [ ] Add a test for empty input'] }),
});
export const issueCreate = z.strictObject({
  project,
  url: z
    .string()
    .min(1)
    .max(2000)
    .describe('Of an issue at GitHub, GitLab or Gitea.')
    .meta({ examples: ['https://github.com/owner/name/issues/12'] }),
  kind: z.enum(intakeMakes).optional().describe('A goal to be split, or one wish; `plan` unless told.'),
  agent: z.string().min(1).max(100).optional().describe('Who plans; otherwise that of the settings.'),
  model: z.string().min(1).max(200).optional().describe('`provider/model`.'),
});

export const intake = z.object({
  id: z.string().describe('Never changes.'),
  project_id: z.string().describe('The project that its issues are for.'),
  project_name: z.string().describe('Name of that project.'),
  tracker: z.enum(trackerKinds).describe('Who sends; `gitea` is Forgejo too.'),
  labels: z.array(z.string()).describe('An issue with one of these becomes a request.'),
  makes: z.enum(intakeMakes).describe('A plan, or one good prompt.'),
  path: z.string().describe('Where the tracker sends, below the address of the daemon.'),
  secret: z.string().describe('Whole only in the answer that made it; later the end of it.'),
  created_by: z.string().describe('Whose rights its requests have.'),
  created_at: time,
});
export const intakeList = z.object({
  intakes: z.array(intake).describe('In the order in which they were added.'),
  next_cursor: nextCursor,
});
export const intakeQuery = z.object({ project: projectRef, ...paging(500, 100) });
export const intakeAdd = z.strictObject({
  project,
  tracker: z.enum(trackerKinds).describe('Who sends.'),
  labels: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(20)
    .describe('An issue with one of these becomes a request.')
    .meta({ examples: [['tasklane']] }),
  makes: z.enum(intakeMakes).optional().describe('`plan` unless told.'),
});
export const received = z.object({
  request_id: z.string().nullable().describe('What it became, now or before; null = nothing.'),
  reason: z.string().describe('Why.'),
});

export type ChecklistCreateJson = z.infer<typeof checklistCreate>;
export type IssueCreateJson = z.infer<typeof issueCreate>;
export type IntakeJson = z.infer<typeof intake>;
export type IntakeListJson = z.infer<typeof intakeList>;
export type IntakeQueryJson = z.input<typeof intakeQuery>;
export type IntakeAddJson = z.infer<typeof intakeAdd>;
export type ReceivedJson = z.infer<typeof received>;
