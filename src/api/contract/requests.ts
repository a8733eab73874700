// The calls about requests.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as c from '../request-change-schemas.ts';
import * as r from '../request-schemas.ts';
import { operation } from './operation.ts';

const tag = 'Planning';
const one: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const change: readonly ErrorCode[] = [...one, 'invalid_transition', 'stale_version', 'other_home'];

export const requestOperations = {
  createRequest: operation(at.createRequest, {
    tag,
    summary: 'Ask a question, or for a plan',
    description: 'Answers at once; a planner begins, in a copy of the repository that it only reads.',
    body: r.requestCreate,
    response: r.request,
    status: 201,
    errors: [
      'not_found',
      'ambiguous',
      'invalid_transition',
      'stale_version',
      'other_home',
      'unknown_agent',
      'agent_unavailable',
      'invalid_config',
      'git_failed',
    ],
  }),
  listRequests: operation(at.listRequests, {
    tag,
    summary: 'List requests',
    query: r.requestQuery,
    response: r.requestList,
    errors: ['not_found'],
  }),
  showRequest: operation(at.showRequest, {
    tag,
    summary: 'Show a request',
    description: 'With all its revisions.',
    query: r.requestWait,
    response: r.request,
    errors: one,
  }),
  reviseRequest: operation(at.reviseRequest, {
    tag,
    summary: 'Have a proposal revised',
    description: 'In words. Its drafts are brought up to date when the planner has answered.',
    body: r.requestRevise,
    response: r.request,
    errors: change,
  }),
  editRequest: operation(at.editRequest, {
    tag,
    summary: 'Change the drafts of a proposal by hand',
    description:
      'As a revision of its own. Refused as `stale_version` when a newer one came since; the details have the drafts as they were `read` and as they are, `current`.',
    body: c.requestEdit,
    response: r.request,
    errors: [...change, 'git_failed', 'invalid_config'],
  }),
  acceptRequest: operation(at.acceptRequest, {
    tag,
    summary: 'Start all drafts of a proposal',
    response: r.request,
    errors: change,
  }),
  archiveRequest: operation(at.archiveRequest, {
    tag,
    summary: 'Put a request and its drafts away',
    response: r.request,
    errors: change,
  }),
};
