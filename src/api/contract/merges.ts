// The calls about the merge queue.
import { endpoints as at } from '../endpoints.ts';
import * as m from '../merge-schemas.ts';
import { taskScope } from '../schemas.ts';
import * as actions from '../task-action-schemas.ts';
import * as s from '../task-schemas.ts';
import { operation } from './operation.ts';

export const mergeOperations = {
  mergeQueue: operation(at.mergeQueue, {
    tag: 'Queue',
    summary: 'Show what waits to be merged',
    description: 'The merge queue of each project that one can see, in the order in which its entries land.',
    query: m.mergeQuery,
    response: m.mergeQueues,
    errors: ['not_found'],
  }),
  enterMergeQueue: operation(at.enterMergeQueue, {
    tag: 'Queue',
    summary: 'Apply several tasks',
    description:
      'All ready tasks of a project, or those that are named. Answers when they are in the merge queue; what becomes of each is told by its events.',
    body: m.mergeEnter,
    response: m.mergeEntered,
    errors: ['not_found', 'ambiguous', 'invalid_transition', 'other_home'],
  }),
  withdrawTask: operation(at.withdrawTask, {
    tag: 'Tasks',
    summary: 'Take a task out of the merge queue, or close its pull request',
    description: 'It is ready as before, and the branch has nothing of it.',
    query: taskScope,
    body: actions.action,
    response: s.task,
    errors: ['not_found', 'ambiguous', 'invalid_transition', 'stale_version', 'other_home', 'host_failed'],
    checksVersion: true,
  }),
  lookAtPullRequest: operation(at.lookAtPullRequest, {
    tag: 'Tasks',
    summary: 'Ask the git host how the pull request of a task stands',
    description:
      'Now, and not at the next look. Merged, the task is done; closed, it is ready with a notice. Waits for the host, up to half a minute.',
    query: taskScope,
    body: actions.action,
    response: s.task,
    errors: [
      'not_found',
      'ambiguous',
      'invalid_transition',
      'stale_version',
      'other_home',
      'host_failed',
      'git_failed',
    ],
    checksVersion: true,
  }),
};
