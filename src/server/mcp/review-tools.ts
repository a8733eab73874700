// The tools of a review: the diff as data, comments on its lines, and asking for changes. Each is one call of the API.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as r from '../../api/review-schemas.ts';
import { at, taskPlace } from './task-place.ts';
import { briefOf, briefResult, sayBrief } from './task-view.ts';
import { adds, tool } from './tool.ts';
import type { Tool } from './tool.ts';

const addComment = tool({
  name: 'add_comment',
  title: 'Comment on lines of a task’s work',
  description:
    'Keeps a comment on lines that a task changed, as a draft of yours. request_changes sends all of them to its agent.',
  endpoint: endpoints.addComment,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...r.commentAdd.shape }),
  output: r.comment,
  work: async ({ task, project, ...body }, desk) =>
    desk.call(endpoints.addComment, { ...at({ task, project }), body }),
  say: ({ id, path, start_line: line }) => `${id}: a draft at ${path}:${line}. request_changes sends it.`,
});

const requestChanges = tool({
  name: 'request_changes',
  title: 'Request changes of a task’s work',
  description:
    'Sends your comments and the message to the agent of a task as one message; it goes on in the same copy.',
  endpoint: endpoints.requestChanges,
  hints: adds,
  input: z.strictObject({ ...taskPlace, ...r.changesRequest.shape }),
  output: briefResult,
  work: async ({ task, project, ...body }, desk) => ({
    task: briefOf(await desk.call(endpoints.requestChanges, { ...at({ task, project }), body })),
  }),
  say: ({ task }) => `${sayBrief(task)}\n${task.next}`,
});

export const reviewTools: readonly Tool[] = [addComment, requestChanges];
