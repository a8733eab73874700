// The calls of a review: what changed as data, and comments on its lines.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as r from '../review-schemas.ts';
import { taskScope } from '../schemas.ts';
import { task } from '../task-schemas.ts';
import * as v from '../variant-schemas.ts';
import { nothing, operation } from './operation.ts';

const errors: readonly ErrorCode[] = ['not_found', 'ambiguous', 'other_home', 'git_failed'];
const none: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const tag = 'Reviews';

export const reviewOperations = {
  taskChanges: operation(at.taskChanges, {
    tag,
    summary: 'Show what a task changed, file by file',
    description:
      'The diff as data: renames, modes, binary files, images and submodules told apart, and the lines of each hunk with their numbers. A large file is told without its lines, unless it is asked for by its path.',
    query: r.changesQuery,
    response: r.changes,
    errors,
  }),
  listComments: operation(at.listComments, {
    tag,
    summary: 'List the comments on a task’s work',
    description:
      'Your drafts and what anybody has sent, each with where its lines are in the work as it is now.',
    query: taskScope,
    response: r.commentList,
    errors,
  }),
  addComment: operation(at.addComment, {
    tag,
    summary: 'Comment on lines of a task’s work',
    description: 'It is a draft, which only you see, until you request changes.',
    query: taskScope,
    body: r.commentAdd,
    response: r.comment,
    status: 201,
    errors,
  }),
  removeComment: operation(at.removeComment, {
    tag,
    summary: 'Remove a comment',
    description: 'A draft of yours; what was sent stays.',
    query: taskScope,
    response: nothing,
    errors: [...errors, 'invalid_transition'],
  }),
  requestChanges: operation(at.requestChanges, {
    tag,
    summary: 'Request changes of a task’s work',
    description:
      'All your drafts and the message go to the agent as one message. The task goes on with it in the same copy.',
    query: taskScope,
    body: r.changesRequest,
    response: task,
    errors: [...errors, 'invalid_transition', 'stale_version'],
    checksVersion: true,
  }),
  showPreview: operation(at.showPreview, {
    tag,
    summary: 'Show the preview of a task',
    query: taskScope,
    response: r.previewState,
    errors,
  }),
  startPreview: operation(at.startPreview, {
    tag,
    summary: 'Start the preview of a task',
    description:
      'Runs the preview command of its project in the copy of the task, and answers when its port does. The address has a host name of its own, so that its pages have nothing of Tasklane.',
    query: taskScope,
    response: r.preview,
    errors: [...errors, 'invalid_config', 'invalid_transition', 'preview_failed'],
  }),
  stopPreview: operation(at.stopPreview, {
    tag,
    summary: 'Stop the preview of a task',
    query: taskScope,
    response: nothing,
    errors,
  }),
  listVariants: operation(at.listVariants, {
    tag,
    summary: 'Compare the variants of a task',
    description:
      'All tasks that attempt the same thing, with what the system measured of each, and what a judge made of them.',
    query: v.variantQuery,
    response: v.variantList,
    errors: none,
  }),
  createVariants: operation(at.createVariants, {
    tag,
    summary: 'Create a task in several variants',
    description:
      'One task for each variant, which differ in agent, model or prompt. All are made or none; they are queued at once, unless they are to be drafts.',
    body: v.variantsCreate,
    response: v.variantsMade,
    status: 201,
    errors: [
      ...none,
      'other_home',
      'invalid_config',
      'invalid_transition',
      'unknown_agent',
      'agent_unavailable',
      'already_exists',
      'git_failed',
    ],
  }),
  addVariants: operation(at.addVariants, {
    tag,
    summary: 'Make variants of a task',
    description:
      'One new task for each, like this one but for its agent, model or prompt. They are queued, or drafts like it.',
    query: taskScope,
    body: v.variantAdd,
    response: v.variantList,
    status: 201,
    errors: [
      ...none,
      'other_home',
      'invalid_transition',
      'unknown_agent',
      'agent_unavailable',
      'invalid_config',
    ],
  }),
  judgeVariants: operation(at.judgeVariants, {
    tag,
    summary: 'Have a judge compare the variants of a task',
    description:
      'Starts an agent that only reads and puts the variants with finished work into an order. Each of its reasons has to cite what was measured, and each citation is checked. Answers at once; `wait_ms` of the comparison waits for it. Nothing is picked.',
    query: taskScope,
    body: v.judge,
    response: v.variantList,
    errors: [
      ...none,
      'other_home',
      'invalid_config',
      'invalid_transition',
      'unknown_agent',
      'agent_unavailable',
    ],
  }),
  pickVariant: operation(at.pickVariant, {
    tag,
    summary: 'Keep one of several variants',
    description:
      'Its other variants are let go of: ready ones are dismissed, drafts and failed ones archived, those under way cancelled. Their work is kept for the retention time.',
    query: taskScope,
    response: v.picked,
    errors: [...none, 'other_home', 'invalid_transition'],
  }),
};
