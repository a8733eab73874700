// The rows of the merge queue in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as m from './merge-schemas.ts';
import type * as s from './schemas.ts';

export const mergeEndpoints = {
  mergeQueue: endpoint<m.MergeQueryJson, undefined, m.MergeQueuesJson>(
    'GET',
    '/api/v1/queue/merges',
    'task.read',
  ),
  /** Several at once, so that they are tested together from the beginning. */
  enterMergeQueue: endpoint<None, m.MergeEnterJson, m.MergeEnteredJson>(
    'POST',
    '/api/v1/queue/merges',
    'task.apply',
  ),
  withdrawTask: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/withdraw',
    'task.withdraw',
  ),
  /** Asks the git host; the task is what that makes of it. */
  lookAtPullRequest: endpoint<s.TaskScopeJson, s.ActionJson | undefined, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/pull-request',
    'task.pull_request',
  ),
} as const;
