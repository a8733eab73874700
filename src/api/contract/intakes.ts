// The calls about where requests come from besides people's own words.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as i from '../intake-schemas.ts';
import { request } from '../request-schemas.ts';
import { nothing, operation } from './operation.ts';

const tag = 'Planning';
const create: readonly ErrorCode[] = [
  'not_found',
  'other_home',
  'unknown_agent',
  'agent_unavailable',
  'invalid_config',
];

export const intakeOperations = {
  createFromChecklist: operation(at.createFromChecklist, {
    tag,
    summary: 'Make drafts of a checklist',
    description: 'At once and without a planner: each item that is not checked is a draft.',
    body: i.checklistCreate,
    response: request,
    status: 201,
    errors: create,
  }),
  createFromIssue: operation(at.createFromIssue, {
    tag,
    summary: 'Plan an issue',
    description: 'Of a tracker that is known, or that the setting `issueTrackers` names.',
    body: i.issueCreate,
    response: request,
    status: 201,
    errors: [...create, 'git_failed', 'tracker_failed'],
  }),
  addIntake: operation(at.addIntake, {
    tag,
    summary: 'Let an issue tracker send issues',
    description: 'The answer has its whole secret.',
    body: i.intakeAdd,
    response: i.intake,
    status: 201,
    errors: ['not_found', 'other_home'],
    hasSecret: true,
  }),
  listIntakes: operation(at.listIntakes, {
    tag,
    summary: 'List intakes',
    query: i.intakeQuery,
    response: i.intakeList,
    errors: ['not_found'],
  }),
  removeIntake: operation(at.removeIntake, {
    tag,
    summary: 'Remove an intake',
    description: 'What it sends is refused from then on.',
    response: nothing,
    errors: ['not_found', 'ambiguous', 'other_home'],
  }),
  receiveIssue: operation(at.receiveIssue, {
    tag,
    summary: 'Receive an issue',
    description:
      'For GitHub (`X-Hub-Signature-256`), GitLab (`X-Gitlab-Token`) and Gitea (`X-Gitea-Signature`). What came before makes nothing new.',
    response: i.received,
    errors: [
      'not_found',
      'unauthorized',
      'suspended',
      'forbidden',
      'other_home',
      'agent_unavailable',
      'unknown_agent',
    ],
  }),
};
