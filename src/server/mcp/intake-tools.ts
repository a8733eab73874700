// The tools that make requests of what stands elsewhere: each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as i from '../../api/intake-schemas.ts';
import { request } from '../../api/request-schemas.ts';
import type { RequestJson } from '../../api/request-schemas.ts';
import { projectOf, projectRef } from './task-place.ts';
import { adds, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const project = projectRef.describe('Name or id of a project; not needed while there is only one.');
const made = request.pick({ id: true, state: true, kind: true, drafts: true });
type Made = z.infer<typeof made>;
const brief = ({ id, state, kind, drafts }: RequestJson): Made => ({ id, state, kind, drafts });
const say = ({ id, state, drafts }: Made): string =>
  [`Request ${id} is ${state}.`, ...drafts.map(({ number, title }) => `#${number} ${title}`)].join('\n');

const checklist = tool({
  name: 'plan_checklist',
  title: 'Make drafts of a checklist',
  description:
    'Each item of a Markdown checklist that is not checked becomes a draft, at once. Nothing runs before it is accepted.',
  endpoint: endpoints.createFromChecklist,
  hints: adds,
  input: z.strictObject({ ...i.checklistCreate.shape, project }),
  output: made,
  work: async (given, desk) => {
    const body = { ...given, project: await projectOf(desk, given.project) };
    return brief(await desk.call(endpoints.createFromChecklist, { body }));
  },
  say,
});

const issue = tool({
  name: 'plan_issue',
  title: 'Plan an issue',
  description:
    'Reads an issue of GitHub, GitLab or Gitea by its address and has a planner make drafts of it. Nothing runs before they are accepted.',
  endpoint: endpoints.createFromIssue,
  hints: adds,
  input: z.strictObject({ ...i.issueCreate.shape, project }),
  output: made,
  work: async (given, desk) => {
    const body = { ...given, project: await projectOf(desk, given.project) };
    return brief(await desk.call(endpoints.createFromIssue, { body }));
  },
  say,
});

export const intakeTools: readonly Tool[] = [checklist, issue];
