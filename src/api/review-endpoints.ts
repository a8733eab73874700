// The rows of reviews in the table of calls.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as r from './review-schemas.ts';
import type * as s from './schemas.ts';
import type * as v from './variant-schemas.ts';

export const reviewEndpoints = {
  /** The work as data, some files at a time. */
  taskChanges: endpoint<r.ChangesQueryJson, undefined, r.ChangesJson>(
    'GET',
    '/api/v1/tasks/:task/changes',
    'task.read',
  ),
  listComments: endpoint<s.TaskScopeJson, undefined, r.CommentListJson>(
    'GET',
    '/api/v1/tasks/:task/comments',
    'task.read',
  ),
  /** A draft, until changes are requested. */
  addComment: endpoint<s.TaskScopeJson, r.CommentAddJson, r.CommentJson>(
    'POST',
    '/api/v1/tasks/:task/comments',
    'task.comment',
  ),
  removeComment: endpoint<s.TaskScopeJson, undefined, undefined>(
    'DELETE',
    '/api/v1/tasks/:task/comments/:comment',
    'task.comment',
  ),
  /** All drafts of the caller go to the agent as one message, and the task goes on in its copy. */
  requestChanges: endpoint<s.TaskScopeJson, r.ChangesRequestJson, s.TaskJson>(
    'POST',
    '/api/v1/tasks/:task/request-changes',
    'task.send',
  ),
  showPreview: endpoint<s.TaskScopeJson, undefined, r.PreviewStateJson>(
    'GET',
    '/api/v1/tasks/:task/preview',
    'task.read',
  ),
  /** Answers when it is there, with the one that runs already if there is one. */
  startPreview: endpoint<s.TaskScopeJson, undefined, r.PreviewJson>(
    'POST',
    '/api/v1/tasks/:task/preview',
    'task.preview',
  ),
  stopPreview: endpoint<s.TaskScopeJson, undefined, undefined>(
    'DELETE',
    '/api/v1/tasks/:task/preview',
    'task.preview',
  ),
  listVariants: endpoint<v.VariantQueryJson, undefined, v.VariantListJson>(
    'GET',
    '/api/v1/tasks/:task/variants',
    'task.read',
  ),
  /** One thing attempted by several tasks from the start. */
  createVariants: endpoint<None, v.VariantsCreateJson, v.VariantsMadeJson>(
    'POST',
    '/api/v1/variants',
    'task.create',
  ),
  /** More tasks like this one, each different in what is said. */
  addVariants: endpoint<s.TaskScopeJson, v.VariantAddJson, v.VariantListJson>(
    'POST',
    '/api/v1/tasks/:task/variants',
    'task.create',
  ),
  /** Answers at once; a judge begins, which only reads. */
  judgeVariants: endpoint<s.TaskScopeJson, v.JudgeJson, v.VariantListJson>(
    'POST',
    '/api/v1/tasks/:task/judge',
    'task.judge',
  ),
  /** Keeps it, and lets go of its other variants. */
  pickVariant: endpoint<s.TaskScopeJson, undefined, v.PickedJson>(
    'POST',
    '/api/v1/tasks/:task/pick',
    'task.dismiss',
  ),
} as const;
